package io.traceo.activities.evidence.html;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The page templates among this package's resources. */
final class Templates {
  private static final Configuration TEMPLATES = templates();

  private Templates() {}

  /** One page; what it prints is escaped by the engine. */
  static String render(String template, Record page) {
    StringWriter out = new StringWriter();
    try {
      TEMPLATES.getTemplate(template).process(Map.of("page", page), out);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("template " + template + " failed", e);
    }
    return out.toString().strip() + "\n";
  }

  private static Configuration templates() {
    Configuration templates = new Configuration(Configuration.VERSION_2_3_35);
    templates.setTemplateLoader(new ClassTemplateLoader(Templates.class, ""));
    templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
    templates.setLocale(Locale.ROOT);
    templates.setNumberFormat("computer");
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    return templates;
  }
}
