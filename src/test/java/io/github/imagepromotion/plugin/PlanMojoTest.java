package io.github.imagepromotion.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code image:plan}, and what {@code image:promote} and {@code image:approve} do with its file. */
class PlanMojoTest {
    @TempDir
    private Path directory;

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(directory);
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    @Test
    void planWhenABuildIsThereWritesBothFilesAndNothingElse() throws Exception {
        shop.promoted();
        Digest before = shop.image().digest();
        shop.build("43");

        List<String> lines = shop.call("plan", "image.actor=Ada <b>L.</b>");

        SavedPlan plan = SavedPlan.read(file());
        assertThat(lines)
                .contains("Plan: " + file() + ", " + plan.digest(), "  for people: " + page())
                .noneMatch(line -> line.startsWith("Promoted"));
        assertThat(plan.digest().isOf(Files.readAllBytes(file()))).isTrue();
        assertThat(plan.by().user()).contains("Ada <b>L.</b>");
        assertThat(shop.prod().resolve(Tag.of("43"))).isEmpty();
        assertThat(Files.readString(page()))
                .startsWith("# Plan for prod\n\nNothing is done yet. Planned at " + plan.at()
                        + " by Ada &#60;b&#62;L.&#60;/b&#62;")
                .contains(
                        "The plan is <code>plan-prod.json</code>, <code>" + plan.digest() + "</code>.\n",
                        "Build 43 of com.acme:shop:1.0, <code>" + shop.image().digest() + "</code>.\n",
                        "acme/shop:43 | new | <code>" + shop.image().digest() + "</code> |\n",
                        "acme/shop:latest | <code>" + before + "</code> | <code>"
                                + shop.image().digest() + "</code> |\n",
                        "    'latest' names " + before
                                + " now; what differs:\n    build: '42' of 'com.acme:shop:1.0', since ",
                        " -> '43' of 'com.acme:shop:1.0'\n    layers: 1 new, 1 gone, 0 the same\n",
                        "mvn image:promote -Dimage.plan=plan-prod.json ");
    }

    @Test
    void promoteWhenAPlanIsNamedTakesItsEnvironmentAndDoesIt() throws Exception {
        shop.call("plan");

        assertThat(shop.promote("image.environment=", plan())).anyMatch(line -> line.startsWith("Promoted to prod"));
        assertThat(shop.prod().resolve(Tag.of("42"))).isPresent();
    }

    @Test
    void promoteWhenThereIsAPomAndAPlanDoesIt() throws Exception {
        shop.maven().withPom();
        shop.call("plan");

        assertThat(shop.promote("image.environment=", plan())).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    @Test
    void promoteWhenAnotherEnvironmentIsNamedThanThePlansRefuses() throws Exception {
        shop.call("plan");

        assertThat(shop.promote("image.environment=dev", plan()))
                .endsWith("Refused plan '" + file()
                        + "': it is for 'prod', and <environment> (-Dimage.environment) names 'dev'. Name one or the"
                        + " other.");
        assertThat(shop.promote("image.environment=dev,prod", plan()))
                .anyMatch(line -> line.startsWith("Refused plan"));
    }

    @Test
    void promoteWhenThePlanNamesWhatIsNotConfiguredAsksNobodyForIt() throws Exception {
        QuirkyRegistry foreign = shop.registry();
        String there = foreign.address().toString();
        shop.call("plan");
        String planned = Files.readString(file());

        Files.writeString(file(), planned.replace("oci:" + directory.resolve("prod"), there));
        assertThat(shop.promote(plan()))
                .anyMatch(line -> line.startsWith("Promoted nothing: The plan for 'prod'")
                        && line.contains("is planned for '" + there + "' as 'acme/shop', which is none of 'prod'"));
        assertThat(foreign.requests()).isEmpty();
        Files.writeString(file(), planned.replace("\"prod\"", "\"secret\""));
        assertThat(shop.promote("image.environment=", plan()))
                .anyMatch(line -> line.startsWith("Unknown environment 'secret'. Known are: prod."));
        assertThat(shop.prod().resolve(Tag.of("42"))).isEmpty();
    }

    @Test
    void promoteWhenADryRunIsOfAPlanComparesItAndWritesNothing() throws Exception {
        shop.call("plan");

        assertThat(shop.promote(plan(), "image.dryRun=true")).contains("Dry run: nothing was written.");
        shop.build("43");
        assertThat(shop.promote(plan(), "image.dryRun=true"))
                .anyMatch(line -> line.startsWith("Promoted nothing: The plan for 'prod'"));
        assertThat(shop.prod().resolve(Tag.of("43"))).isEmpty();
    }

    @Test
    void promoteWhenGatesRefusedThePlanAndHoldNowDoesIt() throws Exception {
        String pem = TestKeys.pem();
        SigningKey ada = SigningKey.parse(pem, Optional.empty(), "a test's key");
        shop.prod("<approvals><required>1</required><trustedKeys>"
                + ada.publicKey().pem() + "</trustedKeys></approvals>");

        assertThat(shop.call("plan"))
                .anyMatch(line -> line.startsWith("Plan: "))
                .anyMatch(line -> line.contains("wait") && line.contains("0 of 1 approvals"));
        assertThat(Files.readString(page())).contains("| approvals | wait | ");
        assertThat(shop.promote(plan())).anyMatch(line -> line.startsWith("Promoted nothing: 'prod' has 0 of 1"));

        String key = shop.signedWith(pem);
        Digest digest = SavedPlan.read(file()).digest();
        assertThat(shop.call("approve", "image.environment=", plan(), key, "image.actor=Ada"))
                .anyMatch(line -> line.endsWith(", for plan " + digest + " alone"))
                .anyMatch(line -> line.contains("1 of 1 approvals"));
        assertThat(shop.promote())
                .anyMatch(line -> line.contains("0 of 1 approvals") && line.contains("it is for plan sha256:"));
        assertThat(shop.promote(plan())).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    @Test
    void planWhenTheEnvironmentsValuesAreMarkupHasNoneInThePage() throws Exception {
        shop.attachJson("{\"</code>\": 1}");
        shop.prod("<freezes><freeze><from>2020-01-01</from><to>2199-12-31</to><zone>UTC</zone>"
                + "<reason>```\n# [a](http://b) | &lt;img src=x&gt;</reason></freeze></freezes>");

        shop.call("plan");

        assertThat(Files.readString(page(), UTF_8))
                .doesNotContain("<img", "[a](http", "\n# [", "```")
                .contains("&#60;img src&#61;x&#62;");
    }

    private Path file() {
        return directory.resolve("target/image/plan-prod.json");
    }

    private Path page() {
        return directory.resolve("target/image/plan-prod.md");
    }

    private String plan() {
        return "image.plan=" + file();
    }
}
