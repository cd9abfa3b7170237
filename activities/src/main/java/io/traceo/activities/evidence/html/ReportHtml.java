package io.traceo.activities.evidence.html;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.drill.DrillReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A report as one HTML page that needs nothing else: no script, no font, no request. Everything
 * that people typed is escaped by the template engine, and the page forbids scripts to its browser.
 */
public final class ReportHtml {
  private static final Configuration TEMPLATES = templates();

  private ReportHtml() {}

  /** The page. A report of an older program, with parts missing, is rendered as far as it goes. */
  public static String render(DrillReport report, ShownNotes notes) {
    StringWriter out = new StringWriter();
    try {
      TEMPLATES
          .getTemplate("report.ftlh")
          .process(Map.of("page", new PageMaker(report, notes).page()), out);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("the page of report " + report.reportId() + " failed", e);
    }
    return out.toString();
  }

  private static Configuration templates() {
    Configuration templates = new Configuration(Configuration.VERSION_2_3_35);
    templates.setTemplateLoader(new ClassTemplateLoader(ReportHtml.class, ""));
    templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
    templates.setLocale(Locale.ROOT);
    templates.setNumberFormat("computer");
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    return templates;
  }
}
