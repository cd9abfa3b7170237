package io.traceo.workflows.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Workflow code is deterministic: what it may not touch, checked by the build. */
class WorkflowCodeRulesTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.traceo.workflows");

  private static final ArchRule NO_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("a replay must see the time that the first run saw");

  private static final ArchRule NO_CHANCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .because("a replay must draw what the first run drew");

  private static final ArchRule NO_THREADS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class)
          .because("only Temporal's own threads are deterministic");

  private static final ArchRule NO_IO =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "java.sql..", "java.io.File..")
          .because("what reaches the world is an activity");

  private static final ArchRule NO_HASH_ORDER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(HashMap.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(HashSet.class)
          .orShould()
          .callMethod(Set.class, "of", Object[].class)
          .orShould(callSetOfOrFilledMapOf())
          .because("their order differs from run to run");

  private static final ArchRule NO_MUTABLE_STATICS =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveName("$VALUES")
          .should()
          .beFinal()
          .because("a worker's runs share them");

  private static final ArchRule ONE_RECORD_IN_ONE_OUT =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(ActivityInterface.class)
          .or()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(WorkflowInterface.class)
          .should(takeAndGiveOneRecord());

  private static final ArchRule ACTIVITIES_HAVE_A_PREFIX =
      classes()
          .that()
          .areAnnotatedWith(ActivityInterface.class)
          .should(
              new ArchCondition<JavaClass>("name their activities with a prefix") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  String prefix = type.getAnnotationOfType(ActivityInterface.class).namePrefix();
                  events.add(
                      new SimpleConditionEvent(
                          type, !prefix.isBlank(), type.getName() + " has no namePrefix"));
                }
              });

  @TestFactory
  Stream<DynamicTest> rules() {
    return Stream.of(
            NO_CLOCK,
            NO_CHANCE,
            NO_THREADS,
            NO_IO,
            NO_HASH_ORDER,
            NO_MUTABLE_STATICS,
            ONE_RECORD_IN_ONE_OUT,
            ACTIVITIES_HAVE_A_PREFIX)
        .map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(CODE)));
  }

  private static ArchCondition<JavaClass> callSetOfOrFilledMapOf() {
    return new ArchCondition<>("call Set.of or a filled Map.of") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getMethodCallsFromSelf().stream()
            .filter(
                call ->
                    (call.getTargetOwner().isEquivalentTo(Set.class)
                            || call.getTargetOwner().isEquivalentTo(Map.class))
                        && call.getTarget().getName().equals("of")
                        && !call.getTarget().getRawParameterTypes().isEmpty())
            .forEach(call -> events.add(SimpleConditionEvent.satisfied(type, call.toString())));
      }
    };
  }

  private static ArchCondition<JavaMethod> takeAndGiveOneRecord() {
    return new ArchCondition<>("take one record or nothing and give one record or nothing") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean in =
            method.getRawParameterTypes().isEmpty()
                || (method.getRawParameterTypes().size() == 1
                    && method.getRawParameterTypes().get(0).isRecord());
        boolean out =
            method.getRawReturnType().isRecord()
                || method.getRawReturnType().isEquivalentTo(void.class);
        events.add(new SimpleConditionEvent(method, in && out, method.getFullName()));
      }
    };
  }
}
