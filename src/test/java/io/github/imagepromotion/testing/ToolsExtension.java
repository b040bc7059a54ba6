package io.github.imagepromotion.testing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out {@link NeedsTools tests that need more than a JDK} where that is missing, and says what it is; with
 * {@code -Dtools.required}, which {@code bin/test} sets, they run and fail. A test that uses a tool without saying so
 * fails everywhere. JUnit finds this by {@code META-INF/services}.
 */
public final class ToolsExtension
        implements ExecutionCondition, BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static volatile @Nullable ExtensionContext running;
    private static @Nullable List<String> missing;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!needsTools(context) || Boolean.getBoolean("tools.required")) {
            return ConditionEvaluationResult.enabled("");
        }
        List<String> tools = missing();
        return tools.isEmpty()
                ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled("missing: " + String.join(", ", tools) + " (see bin/test)");
    }

    /** Says it once for each process. */
    private static synchronized List<String> missing() {
        List<String> tools = missing;
        if (tools == null) {
            Set<String> found = new TreeSet<>(Commands.missing());
            if (!"root".equals(System.getProperty("user.name"))) {
                found.add("the rights of root");
            }
            tools = List.copyOf(found);
            missing = tools;
            if (!tools.isEmpty()) {
                System.out.println("Tests that need tools are skipped. Missing: " + String.join(", ", tools)
                        + ". bin/test installs them and runs all tests.");
            }
        }
        return tools;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running = context;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        running = null;
    }

    /** JUnit keeps the tags of a {@code @ParameterizedClass} from its invocations. */
    private static boolean needsTools(ExtensionContext context) {
        return context.getTags().contains(NeedsTools.TAG)
                || context.getTestClass()
                        .filter(type -> type.isAnnotationPresent(NeedsTools.class))
                        .isPresent();
    }

    /** @param tool that the test which runs now is about to use */
    static void require(String tool) {
        ExtensionContext test = running;
        if (test != null && !needsTools(test)) {
            throw new AssertionError(
                    test.getRequiredTestClass().getName() + " uses '" + tool + "': it needs @NeedsTools");
        }
    }
}
