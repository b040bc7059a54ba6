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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Every reason has a remedy, and every remedy names what there is. */
class RemediesTest {
    private static final Path CLASSES = Path.of("target/classes/io/github/imagepromotion");

    /** A text in the constants of a class (JVMS 17, table 4.4-A); concatenations have theirs there, too. */
    private static final int STRING = 8;

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
            "version",
            "maven.compiler.release",
            "directory",
            "check",
            "scan",
            "exception",
            "freeze",
            "member",
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

    /** {@code image:help} and the pages know only what the descriptor says. */
    @Test
    void elementWhenWhatIsInItHasPropertiesNamesThem() {
        for (String name : Properties.NESTED) {
            String element = name.replaceFirst("\\..*", "");
            assertThat(Calls.descriptor().getMojos().stream()
                            .flatMap(goal -> goal.getParameters().stream())
                            .filter(parameter -> parameter.getName().equals(element)))
                    .allSatisfy(
                            parameter -> assertThat(parameter.getDescription()).contains("-Dimage." + name));
        }
    }

    @Test
    void remedyWhenItsArgumentIsAPlaceUsesItsWords() {
        Message message = Message.of("It does not answer.").because(RegistryReason.UNREACHABLE, RegistryRole.BASE);

        assertThat(Remedies.tell(message))
                .isEqualTo("It does not answer. Check <from><image> (-Dimage.from.image), and that the registry runs.");
        assertThat(message.text()).isEqualTo("It does not answer.");
    }

    @Test
    void remedyWhenItIsTheSameForSeveralFaultsIsThereOnceAfterTheLast() {
        Message one = Message.of("One is missing.").because(RegistryReason.UNREACHABLE, RegistryRole.BASE);
        Message two = Message.of("Two is missing.").because(RegistryReason.UNREACHABLE, RegistryRole.BASE);
        Message other = Message.of("Three is missing.").because(RegistryReason.UNREACHABLE, RegistryRole.SOURCE);

        assertThat(Remedies.tell(one.and(" ").and(other).and(" ").and(two)))
                .startsWith("One is missing. Three is missing. ")
                .endsWith(" Two is missing. Check <from><image> (-Dimage.from.image), and that the registry runs.");
    }

    /** What an argument holds came from outside, and is no sentence of ours. */
    @Test
    void remedyWhenAnArgumentLooksLikeAPlaceholderIsNotFilledInAgain() {
        Message message = Message.of("No.").because(RegistryReason.NO_LOGIN_THERE, RegistryRole.SOURCE, "{0} $1 \\");

        assertThat(Remedies.tell(message)).startsWith("No. {0} $1 \\, or name another one in a <server>");
    }

    /** Below the plugin a message has a reason, and neither property nor element in its text. */
    @Test
    void constantsWhenTheyAreNotThePluginsSpellNoPropertyAndNoElement() throws IOException {
        Map<String, Set<String>> spelling = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(
                            path -> path.toString().endsWith(".class") && !path.startsWith(CLASSES.resolve("plugin")))
                    .toList()) {
                Set<String> spelled = spelled(new ClassReader(Files.readAllBytes(file)));
                if (!spelled.isEmpty()) {
                    spelling.put(file.toString(), spelled);
                }
            }
        }
        assertThat(spelling).isEmpty();
    }

    private static Set<String> spelled(ClassReader type) {
        Set<String> spelled = new TreeSet<>();
        char[] buffer = new char[type.getMaxStringLength()];
        for (int item = 1; item < type.getItemCount(); item++) {
            int offset = type.getItem(item);
            if (offset > 0 && type.readByte(offset - 1) == STRING) {
                String text = type.readUTF8(offset, buffer);
                boolean hasElement = found(ELEMENT, text).stream()
                        .anyMatch(name -> ELEMENTS.contains(name) && !text.contains("oci:<" + name + ">"));
                if (hasElement || text.contains("-Dimage")) {
                    spelled.add(text);
                }
            }
        }
        return spelled;
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
