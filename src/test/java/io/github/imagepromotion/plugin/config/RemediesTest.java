package io.github.imagepromotion.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.plugin.Calls;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every reason has a remedy, and every remedy names what there is. */
class RemediesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/github/imagepromotion");
    private static final Pattern PROPERTY = Pattern.compile("-D(image\\.[A-Za-z.]*[A-Za-z])");
    private static final Pattern ELEMENT = Pattern.compile("</?([A-Za-z.]+)>");

    /** Of settings.xml, of the POM beside this plugin, and {@code oci:<directory>}. */
    private static final Set<String> OTHERS = Set.of(
            "server",
            "username",
            "password",
            "passphrase",
            "proxy",
            "nonProxyHosts",
            "configuration",
            "repositories",
            "maven.compiler.release",
            "directory",
            "check",
            "scan",
            "path");

    private static final Set<String> OF_NOTIFICATIONS =
            Set.of("kubeconfig", "context", "force", "tokenEnv", "template", "text", "url", "form");

    private static final Set<String> REASONS = new TreeSet<>();
    private static final Set<String> ELEMENTS = new TreeSet<>(OTHERS);
    private static final Set<String> PROPERTIES = new TreeSet<>();

    @BeforeAll
    static void read() {
        List<JavaClass> classes = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.imagepromotion")
                        .stream()
                        .toList();
        classes.stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(Reason.class))
                .flatMap(type -> type.getFields().stream()
                        .filter(field -> field.getRawType().equals(type)
                                && field.getModifiers().contains(JavaModifier.STATIC))
                        .map(field -> type.getSimpleName() + "." + field.getName()))
                .forEach(REASONS::add);
        classes.stream()
                .filter(type -> type.getSimpleName().endsWith("Parameter"))
                .flatMap(type -> type.getFields().stream())
                .map(JavaField::getName)
                .forEach(ELEMENTS::add);
        ELEMENTS.addAll(OF_NOTIFICATIONS);
        Stream.of(Notification.Kind.values()).forEach(kind -> ELEMENTS.add(kind.element()));
        for (MojoDescriptor goal : Calls.descriptor().getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                ELEMENTS.add(parameter.getName());
                KnownNames.property(goal, parameter).ifPresent(PROPERTIES::add);
            }
        }
        Properties.NESTED.forEach(name -> PROPERTIES.add(KnownNames.PREFIX + name));
    }

    @Test
    void reasonWhenThereIsOneHasARemedy() {
        assertThat(REASONS).hasSizeGreaterThan(30).isSubsetOf(Remedies.keys());
    }

    @Test
    void remedyWhenThereIsOneIsOfAReason() {
        assertThat(Remedies.keys()).allSatisfy(key -> assertThat(
                        REASONS.stream().anyMatch(reason -> key.equals(reason) || key.startsWith(reason + ".")))
                .as(key)
                .isTrue());
    }

    @Test
    void remedyWhenItNamesAnElementOrPropertyNamesOneThatThereIs() {
        for (String key : Remedies.keys()) {
            String remedy = Remedies.sentence(key);
            assertThat(found(PROPERTY, remedy)).as(remedy).isSubsetOf(PROPERTIES);
            assertThat(found(ELEMENT, remedy)).as(remedy).isSubsetOf(ELEMENTS);
        }
    }

    @Test
    void remedyWhenItsArgumentIsAPlaceUsesItsWords() {
        Message message = Message.of("It does not answer.").because(RegistryReason.UNREACHABLE, RegistryRole.BASE);

        assertThat(Remedies.tell(message))
                .isEqualTo("It does not answer. Check <from><image> (-Dimage.from.image), and that the registry runs.");
        assertThat(message.text()).isEqualTo("It does not answer.");
    }

    /** What an argument holds came from outside, and is no sentence of ours. */
    @Test
    void remedyWhenAnArgumentLooksLikeAPlaceholderIsNotFilledInAgain() {
        Message message = Message.of("No.").because(RegistryReason.NO_LOGIN_THERE, RegistryRole.SOURCE, "{0} $1 \\");

        assertThat(Remedies.tell(message)).startsWith("No. {0} $1 \\, or name another one in a <server>");
    }

    /** Below the plugin a message has a reason, and no property in its text. */
    @Test
    void sourcesWhenTheyAreNotThePluginsSpellNoProperty() throws IOException {
        List<String> spelling = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                if (!file.startsWith(SOURCES.resolve("plugin"))) {
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.strip().startsWith("*") && line.contains("-Dimage."))
                            .forEach(line -> spelling.add(file + ": " + line.strip()));
                }
            }
        }
        assertThat(spelling).isEmpty();
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
