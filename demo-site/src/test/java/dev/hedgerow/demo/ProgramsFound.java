package dev.hedgerow.demo;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether tests marked with {@link Needs} run here. */
final class ProgramsFound implements ExecutionCondition {

  static final String REQUIRED = "HEDGEROW_REQUIRE_BROWSERS";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Needs needs = context.getRequiredTestClass().getAnnotation(Needs.class);
    List<Program> missing = needs == null
        ? List.of()
        : Arrays.stream(needs.value())
            .filter(program -> program.found().isEmpty())
            .toList();
    return decide(context.getDisplayName(), missing, "1".equals(System.getenv(REQUIRED)));
  }

  static ConditionEvaluationResult decide(String tests, List<Program> missing, boolean required) {
    if (missing.isEmpty() || required) {
      return ConditionEvaluationResult.enabled("all found, or required to be");
    }
    String reason = "LEFT OUT: " + tests + ", for want of " + missing + " (" + REQUIRED
        + "=1 makes that an error)";
    System.err.println(reason);
    return ConditionEvaluationResult.disabled(reason);
  }
}
