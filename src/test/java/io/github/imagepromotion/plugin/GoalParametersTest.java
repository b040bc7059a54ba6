package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each goal reads what it lets people set: by the plugin's descriptor, and by the byte code that the goal reaches. */
class GoalParametersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.imagepromotion.plugin");

    /** What means something else in another goal. */
    private static final Set<String> OF_SEVERAL_MEANINGS = Set.of(
            "allowPartial", "buildId", "builds", "drop", "environment", "file", "parallelism", "reason", "repository");

    static List<MojoDescriptor> goals() {
        return Calls.descriptor().getMojos().stream()
                .filter(goal -> !goal.getGoal().equals("help"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goals")
    void goalWhenItHasAParameterReadsIt(MojoDescriptor goal) {
        Set<String> read = read(CLASSES.get(goal.getImplementation()));

        assertThat(goal.getParameters())
                .extracting(Parameter::getName)
                .as("what image:" + goal.getGoal() + " lets people set, and reads")
                .isSubsetOf(read);
    }

    /** What the test would find: a parameter that only another goal reads. */
    @Test
    void readWhenAnotherGoalReadsAParameterDoesNotHaveIt() {
        assertThat(read(CLASSES.get(StatusMojo.class)))
                .contains("skip", "environments", "history", "serverId")
                .doesNotContain("signing", "dryRun", "thin");
        assertThat(read(CLASSES.get(BuildMojo.class)))
                .contains("thin", "signing")
                .doesNotContain("serverId");
    }

    /** A parameter that several goals declare says the same of itself in each. */
    @Test
    void parameterWhenSeveralGoalsDeclareItIsDescribedOnce() {
        Map<String, Set<String>> descriptions = new HashMap<>();
        for (MojoDescriptor goal : goals()) {
            for (Parameter parameter : goal.getParameters()) {
                descriptions
                        .computeIfAbsent(parameter.getName(), name -> new TreeSet<>())
                        .add(parameter.getType() + " " + parameter.getDefaultValue() + ": "
                                + parameter.getDescription());
            }
        }

        assertThat(descriptions.entrySet())
                .filteredOn(entry -> !OF_SEVERAL_MEANINGS.contains(entry.getKey()))
                .allSatisfy(
                        entry -> assertThat(entry.getValue()).as(entry.getKey()).hasSize(1));
    }

    /**
     * Names of the fields of a goal and its parents that what Maven calls of it reads, by way of whatever classes. A call
     * of a method that a goal overrides goes to this goal's.
     */
    private static Set<String> read(JavaClass goal) {
        Set<JavaClass> lineage = Stream.concat(Stream.of(goal), goal.getAllRawSuperclasses().stream())
                .filter(type -> type.getPackageName().startsWith("io.github.imagepromotion"))
                .collect(Collectors.toSet());
        Set<String> read = new HashSet<>();
        Set<JavaCodeUnit> seen = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        lineage.forEach(type -> type.getCodeUnits().stream()
                .filter(unit -> isEntrance(unit, goal))
                .forEach(open::add));
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.pop();
            if (!seen.add(unit)) {
                continue;
            }
            for (JavaFieldAccess access : unit.getFieldAccesses()) {
                if (access.getAccessType() == JavaFieldAccess.AccessType.GET
                        && lineage.stream()
                                .anyMatch(type -> access.getTargetOwner().isEquivalentTo(type.reflect()))) {
                    read.add(access.getTarget().getName());
                }
            }
            Stream.of(
                            unit.getCallsFromSelf(),
                            unit.getMethodReferencesFromSelf(),
                            unit.getConstructorReferencesFromSelf())
                    .flatMap(Collection::stream)
                    .map(JavaAccess::getTarget)
                    .flatMap(target -> targets((AccessTarget.CodeUnitAccessTarget) target, goal, lineage))
                    .forEach(open::add);
        }
        return read;
    }

    /** What Maven calls: the goal itself, or its report. */
    private static boolean isEntrance(JavaCodeUnit unit, JavaClass goal) {
        return unit.getName().equals("execute")
                || (unit.getOwner().equals(goal)
                        && Set.of("generate", "canGenerateReport").contains(unit.getName()));
    }

    private static Stream<JavaCodeUnit> targets(
            AccessTarget.CodeUnitAccessTarget target, JavaClass goal, Set<JavaClass> lineage) {
        List<String> parameters =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        if (lineage.contains(target.getOwner())) {
            JavaClass type = goal;
            while (type != null && lineage.contains(type)) {
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (unit.getName().equals(target.getName()) && names(unit).equals(parameters)) {
                        return Stream.of(unit);
                    }
                }
                type = type.getRawSuperclass().orElse(null);
            }
            return Stream.empty();
        }
        return Stream.concat(Stream.of(target.getOwner()), target.getOwner().getAllSubclasses().stream())
                .filter(type -> CLASSES.contain(type.getName()))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit ->
                        unit.getName().equals(target.getName()) && names(unit).equals(parameters));
    }

    private static List<String> names(JavaCodeUnit unit) {
        return unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    }
}
