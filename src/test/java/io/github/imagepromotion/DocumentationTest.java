package io.github.imagepromotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point to is there: files, headings, and the plugin's elements and properties. */
class DocumentationTest {
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*`");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern PROPERTY = Pattern.compile("(?:-D|`)image\\.([A-Za-z.]*[A-Za-z])");
    private static final Pattern GOAL =
            Pattern.compile("(?:(?<![\\w.:/-])image|\\$\\{?plugin}?|1\\.0\\.0-SNAPSHOT|…):([a-z]+)\\b(?!:)");
    private static final Pattern ELEMENT = Pattern.compile("<([a-z][A-Za-z]*)>");
    private static final Pattern WORD = Pattern.compile("\"([a-z][A-Za-z]*)\"");
    private static final Pattern XML = Pattern.compile("(?ms)^ *```xml$(.*?)^ *```$|`([^`\n]*)`");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");

    /** Maven's own in POM and settings.xml, docker-maven-plugin's that are compared with ours, and placeholders. */
    private static final Set<String> NO_ELEMENTS = Set.of(
            """
            project modelVersion groupId artifactId version packaging properties build plugins plugin executions execution goals
            phase configuration dependencies dependency dependencyManagement type classifier reporting reportSets reportSet reports report repositories
            distributionManagement pluginGroups pluginGroup servers server hosts username password passphrase proxies proxy
            nonProxyHosts pushRegistry authConfig buildArgs assembly finalName hex case repo pluginManagement relativePath
            deployAtEnd"""
                    .trim()
                    .split("\\s+"));

    /** Secrets, which are refused, a list that a goal reads itself, a property of the POM alone, and a path in a Helm chart's values. */
    private static final Set<String> NO_PROPERTIES = Set.of(
            "password",
            "signing.passphrase",
            "attachments",
            "annotations",
            "digest",
            "skipPom",
            "dryrun",
            "enviroment");

    private static final List<Path> NOTIFICATIONS = Stream.of(
                    "environment/Notification", "plugin/config/NotificationsParameter")
            .map(name -> Path.of("src/main/java/io/github/imagepromotion/" + name + ".java"))
            .toList();

    private static final JavaClasses PLUGIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ArchitectureTest.ROOT + ".plugin");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "RELEASING.md", "SECURITY.md")
                            .map(Path::of),
                    files.filter(DocumentationTest::isText))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentWhenItLinksFindsFileAndHeading(Path document) {
        assertThat(matches(LINK, CODE.matcher(text(document)).replaceAll(""))
                        .filter(link -> !link.contains("://"))
                        .filter(Predicate.not(link -> isThere(document, link))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentWhenItNamesAGoalFindsIt(Path document) {
        Set<String> known = goals();
        assertThat(matches(GOAL, text(document)).filter(name -> !known.contains(name)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentWhenItNamesAPropertyFindsTheParameter(Path document) {
        Set<String> known = properties();
        assertThat(matches(PROPERTY, text(document))
                        .filter(name -> !known.contains(name) && !NO_PROPERTIES.contains(name)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentWhenItNamesAnElementFindsTheParameter(Path document) {
        Set<String> known = elements();
        assertThat(matches(XML, text(document))
                        .flatMap(code -> matches(ELEMENT, COMMENT.matcher(code).replaceAll("")))
                        .filter(name -> !known.contains(name) && !NO_ELEMENTS.contains(name))
                        .distinct())
                .isEmpty();
    }

    @Test
    void parametersWhenTheDescriptorHasChangedAreWrittenAnew() throws IOException {
        assertThat(text(GoalParameters.PAGE)).as("run bin/parameters").isEqualTo(GoalParameters.page());
    }

    @Test
    void pluginWhenItsClassesAreReadHasParameters() {
        assertThat(goals()).contains("build", "promote", "help");
        assertThat(properties()).contains("environment", "from.image", "container.mainClass", "signing.keyFile");
        assertThat(elements()).contains("environments", "environment", "movingTags", "approvals", "gitOps");
    }

    /** Pages, and the pipelines to copy, which name properties, too. */
    private static boolean isText(Path file) {
        return file.toString().endsWith(".md")
                || Files.isRegularFile(file) && file.startsWith(Path.of("docs", "pipelines"));
    }

    private static boolean isThere(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** As GitHub makes them: small letters, no punctuation, spaces as hyphens. */
    private static Set<String> anchors(Path file) {
        return matches(HEADING, FENCE.matcher(text(file)).replaceAll(""))
                .map(heading -> heading.replaceAll("]\\([^)]*\\)", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Set<String> goals() {
        return Stream.concat(
                        Stream.of("help"),
                        PLUGIN.stream()
                                .filter(type -> type.isAnnotatedWith(Mojo.class))
                                .map(type -> (String) type.getAnnotationOfType(Mojo.class.getName())
                                        .get("name")
                                        .orElseThrow()))
                .collect(Collectors.toSet());
    }

    /** Those that Maven reads, and for what is nested {@code <bean>.<field>}; all without {@code image.}. */
    private static Set<String> properties() {
        Set<String> names = new TreeSet<>();
        parameters().forEach(field -> {
            String property = (String) field.getAnnotationOfType(Parameter.class.getName())
                    .get("property")
                    .orElse("");
            names.add(property.replaceFirst("^image\\.", ""));
            field.getRawType().getFields().stream()
                    .filter(nested -> nested.isAnnotatedWith(Parameter.class))
                    .forEach(nested -> names.add(field.getName() + "." + nested.getName()));
        });
        return names;
    }

    /**
     * Maven takes any name for the entries of a list; by custom it is the list's in the singular. Notifications are read by
     * name, and their names stand where it is said what each needs.
     */
    private static Set<String> elements() {
        Stream<String> fields = Stream.concat(
                        parameters(),
                        PLUGIN.stream()
                                .filter(type -> type.getName().contains("Parameter"))
                                .flatMap(bean -> bean.getFields().stream()))
                .map(JavaField::getName)
                .flatMap(name -> Stream.of(name, name.replaceFirst("ies$", "y"), name.replaceFirst("s$", "")));
        return Stream.concat(fields, NOTIFICATIONS.stream().flatMap(file -> matches(WORD, text(file))))
                .collect(Collectors.toSet());
    }

    private static Stream<JavaField> parameters() {
        return PLUGIN.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.isAnnotatedWith(Parameter.class));
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(DocumentationTest::group).toList().stream();
    }

    private static String group(MatchResult match) {
        return match.group(1) != null ? match.group(1) : match.group(2);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
