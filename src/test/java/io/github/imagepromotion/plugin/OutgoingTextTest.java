package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.plugin.access.PlainTransport;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.plugin.console.PrintableException;
import io.github.imagepromotion.plugin.console.RedactingLog;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the plugin: log lines, and exceptions with their causes, which Maven prints one after the other. */
class OutgoingTextTest {
    private static final String PASSWORD = "k\"anarien/vogel+2%";

    @TempDir
    private Path directory;

    private final Redactor redactor = new Redactor();
    private final List<String> lines = new ArrayList<>();
    private final Log log = new RedactingLog(
            new SystemStreamLog() {
                @Override
                public void warn(CharSequence content) {
                    lines.add(content.toString());
                }
            },
            redactor);

    @BeforeEach
    void tellTheSecret() {
        redactor.hide(new Credential("the tests", "ci", Secret.of(PASSWORD), false));
    }

    private static List<String> forms() {
        byte[] bytes = PASSWORD.getBytes(StandardCharsets.UTF_8);
        return List.of(
                PASSWORD,
                PASSWORD.replace("\"", "\\\""),
                URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                Base64.getEncoder().encodeToString(("ci:" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void warnWhenALineHoldsASecretInAnyFormHidesIt() {
        forms().forEach(form -> log.warn("before " + form + " after"));
        assertThat(lines).hasSize(forms().size()).containsOnly("before *** after");
    }

    @Test
    void warnWhenALineHoldsCommandsTakesTheirMeaning() {
        log.warn("::set-output name=x::y\n##vso[task.setvariable]z\u001b[31m (-Dimage.remoteRepositories=id::url)");
        assertThat(lines)
                .containsExactly(": :set-output name=x::y # #vso[task.setvariable]z\\u001B[31m"
                        + " (-Dimage.remoteRepositories=id::url)");
    }

    @Test
    void exceptionWhenItsCausesHoldSecretsOrCommandsIsPrintedWithout() {
        IOException deepest = new IOException("Bad chunk header: \u001b[2J##vso[x] " + forms());
        deepest.addSuppressed(new IOException(PASSWORD));
        ImageException thrown = new ImageException(
                "Cannot read it. Set -Dimage.remoteRepositories=id::url", new IllegalStateException(null, deepest));

        Throwable printable = PrintableException.of(thrown, redactor);

        StringWriter trace = new StringWriter();
        printable.printStackTrace(new PrintWriter(trace));
        assertThat(printable).hasMessage("Cannot read it. Set -Dimage.remoteRepositories=id::url");
        assertThat(trace.toString())
                .contains(
                        "ImageException: Cannot read it",
                        "IllegalStateException",
                        "IOException: Bad chunk header: \\u001B")
                .contains("OutgoingTextTest.java")
                .doesNotContain("##", "\u001b", PASSWORD)
                .doesNotContain(forms());
    }

    /** Who reads 8 kB of an error may have half of a long token at its end; shorter text may be cut by anyone. */
    @Test
    void printableWhenASecretIsCutHidesTheBeginningToo() {
        String token = "eyJ" + "0123456789abcdef".repeat(600);
        redactor.hide(Secret.of(token));
        assertThat(redactor.printable(token)).isEqualTo("***");
        assertThat(redactor.printable("you sent " + token + token)).isEqualTo("you sent ***");
        assertThat(redactor.printable("you sent " + token.substring(0, 20))).isEqualTo("you sent ***");
        assertThat(redactor.printable("no such eyJ")).isEqualTo("no such eyJ");
    }

    @Test
    void warnWhenAnAddressHoldsALoginLeavesItOut() {
        log.warn("from id::https://ci:nobody-told@r.example/maven and 'http://token@r.example'");
        assertThat(lines).containsExactly("from id::https://r.example/maven and 'http://r.example'");
        assertThatThrownBy(() -> RegistryAddress.of("ci:nobody-told@r.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'r.example'")
                .hasMessageNotContaining("told");
    }

    /** A mistake of ours, of which Maven would print what it says as it is. */
    @Test
    void executeWhenSomethingUnexpectedIsThrownCleansItToo() {
        AbstractImageMojo mojo =
                new AbstractImageMojo(request -> {
                    throw new UnsupportedOperationException();
                }) {
                    @Override
                    protected void run() {
                        redactor().hide(Secret.of(PASSWORD));
                        throw new IllegalArgumentException("###vso[x]\u001b[31m" + PASSWORD, new IOException(PASSWORD));
                    }
                };
        mojo.project = Calls.project();
        mojo.session = Calls.session(Map.of(), Map.of());
        mojo.execution = Calls.call("build");
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("Unexpected: java.lang.IllegalArgumentException: # # #vso[x]")
                .hasMessageNotContainingAny("##", "\u001b", PASSWORD)
                .rootCause()
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void exceptionWhenNothingInItIsHarmfulStaysItself() {
        ImageException thrown = new ImageException("Cannot read it.", new IOException("Read timed out"));
        assertThat(PrintableException.of(thrown, redactor)).isSameAs(thrown);
    }

    @Test
    void secretsWhenPrintedAreStars() {
        Credential credential = new Credential("the tests", "ci", Secret.of(PASSWORD), false);
        assertThat(credential.toString() + Secret.of(PASSWORD)).contains("***").doesNotContain("anarien");
    }

    @Test
    void plainTransportWhenApprovalsAreAskedForHasToBeSaidTwice() {
        Environment environment = TestEnvironments.of(
                        "prod",
                        new Location(
                                List.of(RegistryAddress.of("r.example")),
                                Optional.empty(),
                                true,
                                List.of(),
                                Connection.STANDARD),
                        List.of(),
                        List.of())
                .withTrust(new Trust(List.of("env:KEY"), false, List.of(), false))
                .withGates(Gates.NONE.withApprovals(new Approvals(1, List.of(), Optional.empty())));
        RegistryAddress address = environment.registries().get(0);
        assertThatThrownBy(() -> new PlainTransport("", log).check(environment, address))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'prod'", "asks for approvals", "-Dimage.allowInsecure=prod");
        new PlainTransport("prod", log).check(environment, address);
        assertThat(lines).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checks", "notifications", "deployed"})
    void plainTransportWhenServicesOfAGuardedEnvironmentArePlainHasToBeSaidTwice(String element) throws IOException {
        Path file = directory.resolve("environments.xml");
        String plain = "<url>http://a.example</url><insecure>true</insecure>";
        Files.writeString(
                file,
                "<environments><environment><id>prod</id><registry>r.example</registry><trustedKeys>env:KEY</trustedKeys>"
                        + "<approvals><required>1</required></approvals>"
                        + switch (element) {
                            case "checks" -> "<checks><check>" + plain + "</check></checks>";
                            case "notifications" -> "<notifications><webhook>" + plain + "</webhook></notifications>";
                            default -> "<deployed>" + plain + "</deployed>";
                        }
                        + "</environment></environments>");
        Environment environment =
                new EnvironmentsFile(file.toFile()).read().find("prod").orElseThrow();

        assertThatThrownBy(() -> new PlainTransport("test", log).checkServices(environment))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "'prod'", "asks for approvals", "<" + element + ">", "-Dimage.allowInsecure=prod");
        assertThat(lines).isEmpty();
        new PlainTransport("prod", log).checkServices(environment);
        assertThat(lines).singleElement().asString().contains("'prod' is insecure", "<" + element + ">");
    }

    @ParameterizedTest
    @CsvSource({
        "false, http://r.example, dev, '', refused",
        "true, r.example, dev, 'test,other', refused",
        "true, r.example, dev, 'test, prod', warned",
        "true, r.example, '', '', warned",
        "false, http://r.example, '', '', warned",
        "false, http://localhost:5000, dev, '', silent",
        "false, r.example, dev, '', silent",
        "true, oci:images, dev, '', silent"
    })
    void plainTransportWhenOthersComeBeforeHasToBeSaidTwice(
            boolean insecure, String registry, String after, String allowed, String outcome) {
        Environment environment = TestEnvironments.of(
                "prod",
                new Location(
                        List.of(RegistryAddress.of(registry)),
                        Optional.empty(),
                        insecure,
                        List.of(),
                        Connection.STANDARD),
                List.of(),
                after.isEmpty() ? List.of() : List.of(after));
        PlainTransport watch = new PlainTransport(allowed, log);
        RegistryAddress address = environment.registries().get(0);
        if (outcome.equals("refused")) {
            assertThatThrownBy(() -> watch.check(environment, address))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("'prod'", "'dev'", "<insecure>", "-Dimage.allowInsecure=prod");
        } else {
            watch.check(environment, address);
            assertThat(lines).hasSize(outcome.equals("warned") ? 1 : 0);
        }
    }
}
