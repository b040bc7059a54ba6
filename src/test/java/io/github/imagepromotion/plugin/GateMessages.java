package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.TroubleshootingTest.Provocation.on;

import com.google.gson.JsonObject;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.plugin.TroubleshootingTest.Provocation;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.testing.DockerRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What keeps a build from an environment: gates, and decisions that cannot be made. */
final class GateMessages {
    static final List<Provocation> ALL = List.of(
            on(
                    "Promoted nothing: Environment 'prod' comes from an unsigned build record, and the last promotion to '…'"
                            + " was under the operator's environments, whose gates this one may lack. Name the key that signed it"
                            + " (-Dimage.trustedKeys=FILE), or the environments (-Dimage.environments=FILE); or, if you know what"
                            + " it says, add: -Dimage.allowUnsignedEnvironments",
                    shop -> {
                        shop.prod("");
                        shop.promoted();
                        shop.build("43");
                        shop.record();
                        return shop.promote("image.environments=", "image.allowRegistries=oci:" + shop.file(""));
                    }),
            on(
                    "Promoted nothing: In 'prod', 'oci:…/acme/shop:42' already names sha256:…, the artifact is sha256:…; a"
                            + " BuildId tag never changes. Promote the artifact that has this BuildId, or build again under a"
                            + " new one (<buildId>, -Dimage.buildId).",
                    shop -> {
                        shop.promoted();
                        shop.build("43", "42");
                        return shop.promote();
                    }),
            on(
                    "Promoted nothing: In 'prod', 'oci:…/november:1.0' already names sha256:…, the release is sha256:…; the tag"
                            + " of a release's version never changes. Promote the release that has this tag, or give it a new"
                            + " <version> and release again (mvn deploy in its project).",
                    shop -> {
                        shop.prod("");
                        shop.promoteFrom(shop.repository(), "", shop.release("com.acme:november:1.0"));
                        shop.build("43");
                        return shop.promoteFrom(shop.repository(), "", shop.release("com.acme:november:1.0"));
                    }),
            on(
                    "Promoted nothing: In 'prod', 'oci:…/november' has the releases of 'com.acme:november', and would have those"
                            + " of 'org.other:november', too. Give one of them a repository of its own: <releaseRepository> of"
                            + " the environment (-Dimage.environments).",
                    shop -> {
                        shop.prod("");
                        shop.promoteFrom(shop.repository(), "", shop.release("com.acme:november:1.0"));
                        return shop.promoteFrom(shop.repository(), "", shop.release("org.other:november:1.0"));
                    }),
            on(
                    "Promoted nothing: The plan for 'prod' (sha256:…, made at …) does not hold: planned was build '42' of"
                            + " 'com.acme:shop:1.0' (sha256:…), and the artifact from file … is build '43' of"
                            + " 'com.acme:shop:1.0' (sha256:…). Plan again (image:plan -Dimage.environment=prod), and have that"
                            + " approved.",
                    shop -> {
                        String plan = plan(shop);
                        shop.build("43");
                        return shop.promote(plan);
                    }),
            on(
                    "Malformed plan '…': member 'prodd' is unknown. Name a file that image:plan wrote, as it wrote it"
                            + " (-Dimage.plan=FILE), or plan anew.",
                    shop -> {
                        String plan = plan(shop);
                        Path file = shop.file("target/image/plan-prod.json");
                        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"prodd\": 1,"));
                        return shop.promote(plan);
                    }),
            on(
                    "Cannot read plan '…': there is no such file. Name a file that image:plan wrote, as it wrote it"
                            + " (-Dimage.plan=FILE), or plan anew.",
                    shop -> shop.promote("image.plan=" + shop.file("none.json"))),
            on(
                    "Refused plan '…': it is for 'prod', and <environment> (-Dimage.environment) names 'dev'. Name one or"
                            + " the other.",
                    shop -> shop.promote(plan(shop), "image.environment=dev")),
            on(
                    "Promoted nothing: 'prod' comes after 'dev', but there 'oci:…/dev/acme/shop:42' does not exist. Promote to"
                            + " 'dev' first (-Dimage.environment=dev), or change <after>.",
                    shop -> shop.promoteAfterDev("")),
            on(
                    "Promoted nothing: It is there, in 'oci:…/dev', but no record of that promotion is signed by a trusted key."
                            + " Promote to 'dev' with the key (<signing><keyFile>, -Dimage.signing.keyFile; -Dimage.repair where"
                            + " it is there already), or change <trustedKeys>.",
                    shop -> {
                        shop.promotedToDev("");
                        return shop.promoteAfterDev(
                                "<requireSignature>false</requireSignature>" + Shop.trusting("<trustedKeys>"));
                    }),
            on(
                    "Promoted nothing: No record says since when it is in 'dev' ('oci:…/dev'). Promote there again with"
                            + " -Dimage.repair; the time begins then.",
                    shop -> {
                        shop.promotedToDev("<withoutRecords>true</withoutRecords>");
                        return shop.promoteAfterDev("<soak>PT1H</soak>");
                    }),
            on(
                    "Promoted nothing: It has been there since … and has to stay for 1 d: … are left. Promote after that, or let"
                            + " the promotion wait (<wait>).",
                    shop -> {
                        shop.promotedToDev("");
                        return shop.promoteAfterDev("<soak>P1D</soak>");
                    }),
            on(
                    "Promoted nothing: Nothing goes to 'prod' before 2200-01-01T00:00Z[UTC]. Promote after that, or change"
                            + " <freezes>.",
                    shop -> {
                        shop.prod("<freezes><freeze><from>2020-01-01</from><to>2199-12-31</to><zone>UTC</zone></freeze>"
                                + "</freezes>");
                        return shop.promote();
                    }),
            on(
                    "Promoted nothing: … Build from one of them, or change <branches>. It cannot be overridden: 'prod' has no"
                            + " <allowOverride>.",
                    shop -> {
                        shop.prod("<branches>main</branches>");
                        return shop.promote("image.override=the shop is down");
                    }),
            on(
                    "Promoted nothing: 'prod' has 0 of 1 approvals for 'acme/shop:42'. Approve it (image:approve"
                            + " -Dimage.environment=prod), or change <approvals>.",
                    shop -> {
                        shop.prod("<approvals>" + Shop.trusting("<trustedKeys>") + "</approvals>");
                        return shop.promote();
                    }),
            on(
                    "Promoted nothing: 'acme/shop:42' was rejected at …: 'leaks' (no key is trusted, so that anyone's word"
                            + " counts). Promote another build, or withdraw it (image:reject -Dimage.withdraw"
                            + " -Dimage.reason=REASON).",
                    shop -> {
                        shop.call("reject", "image.reason=leaks", shop.key());
                        return shop.promote();
                    }),
            on(
                    "Promoted nothing: Whether 'acme/shop:42' was rejected is not known: document sha256:… claims to be a decision, but its"
                            + " format has version 3, and this version of image-promotion-maven-plugin reads up to 2 (use a newer one). Find out who attached it, and take it from the list of the image's documents.",
                    shop -> {
                        shop.prod("<movingTags>stable</movingTags>");
                        shop.promoted();
                        shop.attach(Attester.UNSIGNED.statement(
                                new InTotoStatement(
                                        Optional.empty(),
                                        shop.image().digest(),
                                        "https://imagepromotion.github.io/decision/v3",
                                        new JsonObject()),
                                shop.image().plain()));
                        return again(shop, "");
                    }),
            on(
                    "Promoted nothing: The service at '…' does not let it through: it answered allowed=false"
                            + " ('{\"allowed\":false,\"reason\":\"no ticket\"}'). Correct what it asks for, or change <checks>.",
                    shop -> {
                        String url = shop.service(200, "{\"allowed\":false,\"reason\":\"no ticket\"}")
                                .uri("/gate")
                                .toString();
                        shop.prod("<checks><check><url>" + url + "</url><success>allowed</success></check></checks>");
                        return shop.promote();
                    }),
            on(
                    "Promoted nothing: The newest report, document sha256:…, has 1 above medium: CVE-1 (critical). Fix them and"
                            + " build again, or accept them for a limited time (<scan><exceptions>, with a date).",
                    shop -> {
                        shop.promoted();
                        shop.attachJson(
                                "{\"SchemaVersion\":2,\"CreatedAt\":\"2026-01-01T00:00:00Z\",\"Results\":["
                                        + "{\"Vulnerabilities\":[{\"VulnerabilityID\":\"CVE-1\",\"Severity\":\"CRITICAL\"}]}]}");
                        return again(shop, "<scans><scan><type>trivy</type></scan></scans>");
                    }),
            on(
                    "Promoted nothing: 'prod' had 'acme/shop:42' at … and left it: 'latest' of 'oci:…/acme/shop' names build"
                            + " '43', …, since …. To go back, use image:rollback -Dimage.environment=prod -Dimage.to=42; to"
                            + " promote it once more, add -Dimage.again (<again>).",
                    shop -> {
                        shop.promoted();
                        shop.build("43");
                        shop.promoted();
                        shop.build("42");
                        return shop.promote();
                    }),
            on(
                    "Promoted nothing: 'prod' does not take 'acme/shop:42' (requireSignature): no trusted key signed the image."
                            + " Build it again with a key (<signing><keyFile>, -Dimage.signing.keyFile), or change <trustedKeys>"
                            + " or <requireSignature> of the environment.",
                    shop -> {
                        shop.prod("<requireSignature>true</requireSignature>" + Shop.trusting("<trustedKeys>"));
                        return shop.promote();
                    }),
            on(
                    "Decided nothing: a decision is signed, and there is no key. Name yours (<signing><keyFile>,"
                            + " -Dimage.signing.keyFile=FILE).",
                    shop -> shop.call("reject", "image.reason=leaks")),
            on(
                    "Approved nothing: key sha256:… is none of those whose approvals count in 'prod'. Add it to"
                            + " <approvals><trustedKeys> of the environment, or sign with another key (<signing><keyFile>,"
                            + " -Dimage.signing.keyFile).",
                    shop -> {
                        shop.prod("<approvals>" + Shop.trusting("<trustedKeys>") + "</approvals>");
                        return shop.call("approve", shop.key());
                    }),
            on(
                    "'acme/shop:42' is not rejected in 'prod' ('http://…'): … does not answer (…). Check <registry> of the"
                            + " environment (-Dimage.environments), and that the registry runs. Run the same command again when"
                            + " that is fixed; elsewhere it is.",
                    shop -> {
                        String nowhere = "http://127.0.0.1:" + DockerRegistry.freePort();
                        shop.environments(shop.dev(""), Shop.environment("prod", nowhere, "<insecure>true</insecure>"));
                        return shop.call("reject", "image.reason=leaks", shop.key());
                    }));

    private GateMessages() {}

    /** The same build, which is to get one more tag. */
    private static List<String> again(Shop shop, String elements) throws Exception {
        shop.environments(Shop.environment(
                "prod", "oci:" + shop.file("prod"), "<movingTags>latest,newest</movingTags>" + elements));
        return shop.promote();
    }

    /** {@return the property that names a plan for {@code prod}, which is made} */
    private static String plan(Shop shop) {
        shop.call("plan");
        return "image.plan=" + shop.file("target/image/plan-prod.json");
    }
}
