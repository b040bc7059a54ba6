package io.github.imagepromotion;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the arrows between the packages, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "io.github.imagepromotion";

    @ArchTest
    static final ArchRule topLevelPackagesHaveNoCycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule subpackagesHaveNoCycle =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule arrowsPointDown = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("goals")
            .definedBy(ROOT + ".plugin..")
            .layer("report")
            .definedBy(ROOT + ".report..")
            .layer("use cases")
            .definedBy(
                    ROOT + ".build..",
                    ROOT + ".importing..",
                    ROOT + ".promotion..",
                    ROOT + ".notify..",
                    ROOT + ".decision..",
                    ROOT + ".verification..",
                    ROOT + ".status..",
                    ROOT + ".rollback..")
            .layer("places")
            .definedBy(
                    ROOT + ".registry..",
                    ROOT + ".archive..",
                    ROOT + ".artifact..",
                    ROOT + ".ci..",
                    ROOT + ".ledger..",
                    ROOT + ".web..")
            .layer("values")
            .definedBy(
                    ROOT + ".image..",
                    ROOT + ".json..",
                    ROOT + ".manifest..",
                    ROOT + ".document..",
                    ROOT + ".environment..",
                    ROOT + ".chart..",
                    ROOT + ".disk..",
                    ROOT + ".signing..")
            .whereLayer("goals")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("goals")
            .whereLayer("use cases")
            .mayOnlyBeAccessedByLayers("goals", "report")
            .whereLayer("places")
            .mayOnlyBeAccessedByLayers("goals", "report", "use cases");

    /** Goals, and below them what they own: each room knows only those that come after it. */
    @ArchTest
    static final ArchRule roomsOfGoalsPointDown = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("goals")
            .definedBy(ROOT + ".plugin")
            .layer("project")
            .definedBy(ROOT + ".plugin.project")
            .layer("config")
            .definedBy(ROOT + ".plugin.config")
            .layer("console")
            .definedBy(ROOT + ".plugin.console")
            .layer("access")
            .definedBy(ROOT + ".plugin.access")
            .whereLayer("goals")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("project")
            .mayOnlyBeAccessedByLayers("goals")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("goals", "project")
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("goals", "project", "config");

    /** What only some goals need is a plain class that they hold. */
    @ArchTest
    static void noGoalStandsOnMoreThanThreeAbstractMojos(JavaClasses classes) {
        List<JavaClass> goals = classes.stream()
                .filter(type -> type.isAssignableTo("org.apache.maven.plugin.Mojo")
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .toList();

        assertThat(goals).extracting(JavaClass::getSimpleName).contains("PromoteMojo", "BuildMojo");
        assertThat(goals).allSatisfy(goal -> assertThat(goal.getAllRawSuperclasses().stream()
                        .filter(type -> type.getPackageName().startsWith(ROOT)))
                .as(goal.getSimpleName())
                .hasSizeLessThanOrEqualTo(3));
    }

    @ArchTest
    static final ArchRule imageUsesTheJdkOnly = noClasses()
            .that()
            .resideInAPackage(ROOT + ".image..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(ROOT + ".image..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule onlyGoalsKnowThePluginApi = onlyIn("org.apache.maven..", ".plugin");

    @ArchTest
    static final ArchRule onlyArtifactAndGoalsKnowTheResolver = onlyIn("org.eclipse.aether..", ".plugin", ".artifact");

    @ArchTest
    static final ArchRule onlyBuildKnowsJib = onlyIn("com.google.cloud.tools.jib..", ".build");

    @ArchTest
    static final ArchRule onlyBuildExpands = onlyIn("org.tukaani..", ".build.layer");

    @ArchTest
    static final ArchRule onlyRegistryKnowsHttp = onlyIn("org.apache.hc..", ".registry");

    @ArchTest
    static final ArchRule onlyReportKnowsTheTemplateEngine = onlyIn("com.samskivert..", ".report");

    @ArchTest
    static final ArchRule onlySigningKnowsBouncyCastle = onlyIn("org.bouncycastle..", ".signing");

    @ArchTest
    static final ArchRule onlyNotifyAndChartKnowYaml = onlyIn("org.snakeyaml..", ".notify", ".chart");

    @ArchTest
    static final ArchRule signingKnowsNoPlaces = noClasses()
            .that()
            .resideInAPackage(ROOT + ".signing..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    ROOT + ".signing..",
                    ROOT + ".image..",
                    ROOT + ".json..",
                    ROOT + ".manifest..",
                    "com.google.gson..",
                    "org.bouncycastle..",
                    "java..",
                    "javax.crypto..",
                    "org.jspecify..");

    /** Others run in this process, in parallel or after us. */
    @ArchTest
    static final ArchRule nobodySetsASystemProperty = noClasses()
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(System.class, "setProperties", java.util.Properties.class)
            .orShould()
            .callMethod(System.class, "getProperties");

    /** A process of Maven's daemon outlives the call, and the next one is somebody else's. */
    @ArchTest
    static final ArchRule noSecretOutlivesTheCall = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(Secret.class)
            .orShould()
            .haveRawType(Credential.class)
            .orShould()
            .haveRawType(Redactor.class)
            .orShould()
            .haveRawType(ROOT + ".registry.http.TokenClient$Token")
            .orShould()
            .notBeFinal();

    /** Who reads a name knows which class it is; nested ones are named with the class that they are in. */
    @ArchTest
    static void noTwoClassesShareAName(JavaClasses classes) {
        Map<String, List<String>> byName = classes.stream()
                .filter(type -> !type.isAnonymousClass()
                        && !type.isLocalClass()
                        && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        byName.values().removeIf(names -> names.size() < 2 || names.stream().allMatch(name -> name.contains("$")));

        assertThat(byName).isEmpty();
    }

    /** A file says one thing, and is read at one go. */
    @ArchTest
    static void filesAreShort(JavaClasses classes) {
        Map<String, Long> lines = classes.stream()
                .filter(type -> type.isTopLevelClass() && lines(type) > 0)
                .collect(Collectors.toMap(JavaClass::getName, ArchitectureTest::lines));

        assertThat(lines)
                .hasSizeGreaterThan(500)
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(300));
        assertThat(lines.values().stream().filter(count -> count < 220).count())
                .as("nine in ten files are below 220 lines")
                .isGreaterThanOrEqualTo(lines.size() * 9L / 10);
    }

    /** What one class uses belongs into its file; a small file of its own is for what several have in common. */
    @ArchTest
    static void smallFilesAreForWhatSeveralUse(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(type -> type.isTopLevelClass()
                                && !type.isInterface()
                                && !type.isEnum()
                                && !type.isAssignableTo(Throwable.class)
                                && isSmall(type)
                                && users(type) < 2)
                        .map(JavaClass::getName))
                .isEmpty();
    }

    private static boolean isSmall(JavaClass type) {
        return lines(type) > 0 && lines(type) < 30;
    }

    /** {@return the lines of its file; none if it is generated} */
    private static long lines(JavaClass type) {
        Path file = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long users(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(use -> topLevel(use.getOriginClass()))
                .filter(user -> !user.equals(type))
                .distinct()
                .count();
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
    }

    /** But for its builder of layers, for which its API has no way that does not build a whole image. */
    @ArchTest
    static final ArchRule jibIsUsedByItsPublicApi = noClasses()
            .that()
            .doNotHaveSimpleName("JibLayer")
            .should()
            .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "jib's internals",
                    type -> type.getPackageName().startsWith("com.google.cloud.tools.jib")
                            && !type.getPackageName().startsWith("com.google.cloud.tools.jib.api")));

    private static ArchRule onlyIn(String library, String... packages) {
        String[] allowed =
                Arrays.stream(packages).map(name -> ROOT + name + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
