package io.github.imagepromotion.plugin.config;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.environment.Polling;
import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Scan.Severity;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentsFileTest {
    @TempDir
    private Path directory;

    private Environment read(String elements) throws IOException {
        Path file = directory.resolve("environments.xml");
        Files.writeString(
                file,
                "<environments><environment><id>prod</id><registry>r.example</registry>" + elements
                        + "</environment></environments>");
        return new EnvironmentsFile(file.toFile()).read().find("prod").orElseThrow();
    }

    @Test
    void readWhenTheConnectionIsConfiguredCarriesIt() throws IOException {
        assertThat(read("<usernameEnv>U</usernameEnv><passwordEnv>P</passwordEnv><caFile> tls/ca.pem </caFile>"
                                + "<clientCertificate>c.pem</clientCertificate><clientKey>k.pem</clientKey>"
                                + "<clientKeyServerId>phrase</clientKeyServerId>"
                                + "<realms>auth.example, [::1]</realms>")
                        .location()
                        .connection())
                .isEqualTo(new Connection(
                        Optional.of("U"),
                        Optional.of("P"),
                        Optional.of("tls/ca.pem"),
                        Optional.of("c.pem"),
                        Optional.of("k.pem"),
                        Optional.of("phrase"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("auth.example", "[::1]")));
        Connection keystore = read("<keystore>k.p12</keystore><keystoreServerId>key</keystoreServerId>")
                .location()
                .connection();
        assertThat(keystore.keystore()).contains("k.p12");
        assertThat(keystore.keystoreServerId()).contains("key");
        assertThat(read("").location().connection()).isEqualTo(Connection.STANDARD);
    }

    @ParameterizedTest
    @CsvSource({
        "<usernameEnv>U</usernameEnv>, <passwordEnv>",
        "<passwordEnv>P</passwordEnv>, <usernameEnv>",
        "<clientKey>k</clientKey>, <clientCertificate>",
        "<clientKeyServerId>k</clientKeyServerId>, <clientKey>",
        "<keystore>k</keystore>, <keystoreServerId>",
        "<usernameEnv>a b</usernameEnv><passwordEnv>P</passwordEnv>, <usernameEnv>",
        "<realms>https://auth.example/token</realms>, <realms>"
    })
    void readWhenSomethingIsMissingOrIllegalNamesTheElement(String elements, String element) {
        assertThatThrownBy(() -> read(elements))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(element, "-Dimage.environments"));
    }

    /** Naming keys asks for their signatures; that none is needed has to be said. */
    @Test
    void readWhenKeysAreNamedAsksForSignaturesUnlessItIsSaidOtherwise() throws IOException {
        String keys = "<trustedKeys>release.pub</trustedKeys>";

        assertThat(read(keys).trust().requireSignature()).isTrue();
        assertThat(read(keys + "<requireSignature/>").trust().requireSignature())
                .isTrue();
        assertThat(read(keys + "<requireSignature> false </requireSignature>")
                        .trust()
                        .requireSignature())
                .isFalse();
        assertThat(read("").trust().requireSignature()).isFalse();
        assertThatThrownBy(() -> read(keys + "<requireSignature>no</requireSignature>"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<requireSignature>", "'no'", "true or false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<username>ci</username>",
                "<password>kanarienvogel-9W</password>",
                "<password>{COQLCE6DU6GtcS5P=}</password>"
            })
    void readWhenThereIsALoginRefusesItWithTheRemedy(String elements) {
        assertThatThrownBy(() -> read(elements))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'prod'", "settings.xml", "<serverId>", "<usernameEnv>", "<passwordEnv>")
                .hasMessageNotContainingAny("kanarienvogel", "COQL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<token>%s</token> | <environment> 'prod' | <passwordEnv>",
                "<checks><check><url>https://a.example</url><password>%s</password></check></checks> | <check> | <hmacEnv>",
                "<checks><check><url>https://a.example</url><token>%s</token></check></checks> | <check> | <serverId>",
                "<deployed><url>https://a.example</url><password>%s</password></deployed> | <deployed> | <serverId>",
                "<notifications><webhook><url>env:HOOK</url><token>%s</token></webhook></notifications>"
                        + " | <webhook> | <tokenEnv>",
                "<notifications><slack><url>env:HOOK</url><secret>%s</secret></slack></notifications>"
                        + " | <slack> | <hmacEnv>",
                "<notifications><kubernetes><password>%s</password></kubernetes></notifications>"
                        + " | <kubernetes> | <serverId>"
            })
    void readWhenALoginStandsAnywhereRefusesItWithTheRemedy(String elements, String where, String remedy) {
        assertThatThrownBy(() -> read(elements.formatted("kanarienvogel-9W")))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Refused a login in " + where, "settings.xml", remedy)
                .hasMessageNotContaining("kanarienvogel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<usernameEnv>U</usernameEnv><passwordEnv>%s</passwordEnv>",
                "<checks><check><url>https://a.example</url><hmacEnv>%s</hmacEnv></check></checks>",
                "<notifications><webhook><url>env:%s</url></webhook></notifications>",
                "<notifications><webhook><url>env:HOOK</url><tokenEnv>%s</tokenEnv></webhook></notifications>",
                "<notifications><webhook><url>env:HOOK</url><hmacEnv>%s</hmacEnv></webhook></notifications>",
                "<notifications><slack><url>https://hooks.example/%s</url></slack></notifications>",
                "<notifications><kubernetes><deployment>d</deployment><container>c</container>"
                        + "<kubeconfig>kind: Config\ntoken: %s</kubeconfig></kubernetes></notifications>"
            })
    void readWhenASecretStandsInPlaceOfItsNameRefusesItUnquoted(String elements) {
        assertThatThrownBy(() -> read(elements.formatted("kanarienvogel-9W")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Illegal <environments>: "))
                .hasMessageNotContaining("kanarienvogel");
    }

    /** Maven takes {@code yes} for {@code false}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<continuousDelivery>%s</continuousDelivery>",
                "<insecure>%s</insecure>",
                "<trustedKeys>env:KEY</trustedKeys><requireSignature>%s</requireSignature>",
                "<withoutRecords>%s</withoutRecords>",
                "<allowOverride>%s</allowOverride>",
                "<checks><check><url>https://a.example</url><insecure>%s</insecure></check></checks>",
                "<deployed><url>https://a.example</url><insecure>%s</insecure></deployed>",
                "<notifications><webhook><url>env:HOOK</url><required>%s</required></webhook></notifications>",
                "<notifications><webhook><url>env:HOOK</url><insecure>%s</insecure></webhook></notifications>",
                "<notifications><kubernetes><deployment>d</deployment><container>c</container><force>%s</force>"
                        + "</kubernetes></notifications>"
            })
    void readWhenAFlagIsNeitherTrueNorFalseIsRefused(String elements) throws IOException {
        for (String illegal : List.of("yes", "1", "on", "${flag}", "tru")) {
            assertThatThrownBy(() -> read(elements.formatted(illegal)))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("true or false", "'" + illegal + "'");
        }
        for (String legal : List.of("true", "false", "TRUE", "")) {
            assertThat(read(elements.formatted(legal))).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', false", "<onFailure>fail</onFailure>, false", "<onFailure> Rollback </onFailure>, true"})
    void readWhenTheServiceSaysWhatFollowsItsFailureTakesIt(String onFailure, boolean rollsBack) throws IOException {
        Environment environment = read(
                "<movingTags>latest</movingTags><deployed><url>https://a.example</url>" + onFailure + "</deployed>");

        assertThat(environment.reporting().deployed().orElseThrow().rollsBack()).isEqualTo(rollsBack);
    }

    /** A user relies on it, and would find out when it is too late. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<movingTags>latest</movingTags> | rolback | fail or rollback, not 'rolback'",
                "<movingTags>latest</movingTags> | ${what} | fail or rollback, not '${what}'",
                "<movingTags></movingTags> | rollback | (<movingTags>) is not: there is no tag that could go back",
                "<movingTags>a</movingTags><withoutRecords>true</withoutRecords> | rollback | (<withoutRecords>) is chosen: no"
                        + " record would say which build to go back to"
            })
    void readWhenNothingCouldGoBackIsRefused(String elements, String onFailure, String why) {
        assertThatThrownBy(() -> read(elements + "<deployed><url>https://a.example</url><onFailure>" + onFailure
                        + "</onFailure></deployed>"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Illegal <environments>: ", "<deployed><onFailure>", why));
    }

    /** A field of that type would be {@code false} for anything but {@code true}, without a word. */
    @Test
    void beansOfTheConfigurationHaveNoFieldThatMavenTurnsIntoAFlag() {
        JavaClasses beans = new ClassFileImporter().importPackages("io.github.imagepromotion.plugin");
        assertThat(beans.stream()
                        .filter(type -> !type.isAssignableTo(Mojo.class))
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.isAnnotatedWith(Parameter.class))
                        .filter(field -> field.getRawType().isEquivalentTo(boolean.class)
                                || field.getRawType().isEquivalentTo(Boolean.class)))
                .isEmpty();
    }

    @Test
    void readWhenGatesAreConfiguredCarriesThem() throws IOException {
        Gates gates = read("<trustedKeys>release.pub</trustedKeys>"
                        + "<approvals><required>2</required><trustedKeys>a.pub, b.pub</trustedKeys>"
                        + "<validFor>P30D</validFor></approvals>"
                        + "<freezes><freeze><cron>0 18 * * FRI</cron><duration>PT60H</duration>"
                        + "<zone>Europe/Berlin</zone><reason>weekend</reason></freeze>"
                        + "<freeze><from>2026-12-24</from><to>2026-12-26</to><zone>UTC</zone></freeze></freezes>"
                        + "<only>releases</only><branches>main, release/*</branches>"
                        + "<checks><check><url>https://opa.example/v1/data/release</url><success>result</success>"
                        + "<timeout>PT5M</timeout><interval>10</interval><serverId>opa</serverId>"
                        + "<caFile>opa.pem</caFile></check></checks>"
                        + "<scans><scan><type>trivy</type><maxAge>P7D</maxAge><maxSeverity>high</maxSeverity>"
                        + "<exceptions><exception><id>CVE-2026-1</id><until>2026-12-31</until></exception></exceptions>"
                        + "</scan></scans><wait>PT1H</wait><allowOverride>true</allowOverride>")
                .gates();

        assertThat(gates.consents().approvals())
                .contains(new Approvals(2, List.of("a.pub", "b.pub"), Optional.of(Duration.ofDays(30))));
        assertThat(gates.times().freezes()).hasSize(2);
        assertThat(gates.times().freezes().get(0).cron()).contains("0 18 * * FRI");
        assertThat(gates.builds().onlyReleases()).isTrue();
        assertThat(gates.builds().branches()).containsExactly("main", "release/*");
        assertThat(gates.consents().checks())
                .containsExactly(new HttpCheck(
                        new ServiceAccess(
                                "https://opa.example/v1/data/release",
                                Optional.of("opa"),
                                Optional.of("opa.pem"),
                                false),
                        new HttpCheck.Answers(Optional.of("result"), HttpCheck.PENDING),
                        new Polling(Duration.ofMinutes(5), Duration.ofSeconds(10)),
                        Optional.empty()));
        assertThat(gates.builds().scans())
                .containsExactly(new Scan(
                        Scan.Type.TRIVY,
                        Optional.of(Duration.ofDays(7)),
                        Severity.HIGH,
                        List.of(new Scan.Exempt("CVE-2026-1", LocalDate.of(2026, 12, 31), Optional.empty()))));
        assertThat(gates.times().patience()).contains(Duration.ofHours(1));
        assertThat(gates.consents().allowOverride()).isTrue();
        assertThat(read("").gates()).isEqualTo(Gates.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<soak>PT24H</soak>|<after>",
                "<soak>soon</soak>|<soak>",
                "<approvals><required>1</required></approvals>|<trustedKeys>",
                "<approvals><required>0</required><trustedKeys>a</trustedKeys></approvals>|<required>",
                "<freezes><freeze><from>2026-12-24</from><to>2026-12-26</to></freeze></freezes>|<zone>",
                "<freezes><freeze><from>2026-12-24</from><zone>UTC</zone></freeze></freezes>|<to>",
                "<only>tags</only>|<only>",
                "<checks><check><url>ftp://x.example</url></check></checks>|<url>",
                "<checks><check><url>https://ci:kanarienvogel@x.example</url></check></checks>|<serverId>",
                "<scans><scan><type>snyk</type></scan></scans>|<type>",
                "<wait>0</wait>|<wait>"
            })
    void readWhenAGateIsIllegalNamesTheElement(String elements, String element) {
        assertThatThrownBy(() -> read(elements))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(element, "-Dimage.environments"))
                .hasMessageNotContaining("kanarienvogel");
    }

    @Test
    void readWhenNotificationsAreConfiguredCarriesThemInTheirOrder() throws IOException {
        Environment environment = read(
                "<notifications>"
                        + "<webhook><url>env:HOOK</url><template>{\"b\": \"{{buildId}}\"}</template><on>both</on>"
                        + "<required>true</required><timeout>PT5S</timeout><retries>0</retries></webhook>"
                        + "<slack><url>env:SLACK</url><on>failure</on></slack>"
                        + "<webhook><url>https://second.example/hook</url></webhook>"
                        + "<kubernetes><deployment>shop</deployment><container>app</container></kubernetes>"
                        + "</notifications>"
                        + "<deployed><url>https://shop.example/version</url><path>build.id</path><timeout>60</timeout></deployed>");

        assertThat(environment.reporting().notifications())
                .extracting(Notification::kind, Notification::on, Notification::required, Notification::settings)
                .containsExactly(
                        tuple(
                                Kind.WEBHOOK,
                                On.BOTH,
                                true,
                                Map.of("url", "env:HOOK", "template", "{\"b\": \"{{buildId}}\"}")),
                        tuple(Kind.SLACK, On.FAILURE, false, Map.of("url", "env:SLACK")),
                        tuple(Kind.WEBHOOK, On.SUCCESS, false, Map.of("url", "https://second.example/hook")),
                        tuple(Kind.KUBERNETES, On.SUCCESS, false, Map.of("deployment", "shop", "container", "app")));
        assertThat(environment.reporting().notifications().get(0).timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(environment.reporting().notifications().get(0).retries()).isZero();
        assertThat(environment.reporting().deployed().orElseThrow().report().path())
                .contains("build.id");
        assertThat(environment.reporting().deployed().orElseThrow().polling().timeout())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(read("").reporting().notifications()).isEmpty();
        assertThat(read("").reporting().deployed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<slack><url>https://hooks.slack.example/services/T0/B0/kanarienvogel</url></slack> | env:NAME",
                "<webhook><url>https://a.example/?code=kanarienvogel</url></webhook> | env:NAME",
                "<webhook><url>https://me:kanarienvogel@a.example/</url></webhook> | env:NAME",
                "<webhook><url>a.example</url></webhook> | not an address",
                "<webhook><on>both</on></webhook> | (<webhook><url>) is missing",
                "<webhook><url>env:A</url><urll>b</urll></webhook> | (<webhook>) has no setting 'urll'",
                "<webhook><url>env:A</url><on>never</on></webhook> | success, failure, both",
                "<webhook><url>env:A</url><retries>many</retries></webhook> | <retries>",
                "<kubernetes><deployment>shop</deployment></kubernetes> | (<kubernetes><container>) is missing"
            })
    void readWhenNotificationCannotBeSaysWhyAndNoSecret(String element, String why) {
        assertThatThrownBy(() -> read("<notifications>" + element + "</notifications>"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(why, "-Dimage.environments"))
                .hasMessageNotContaining("kanarienvogel");
    }
}
