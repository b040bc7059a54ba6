package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.Calls.element;
import static io.github.imagepromotion.plugin.Shop.COORDINATES;
import static io.github.imagepromotion.plugin.TroubleshootingTest.Provocation.on;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.plugin.TroubleshootingTest.Provocation;
import io.github.imagepromotion.testing.TestCharts;
import io.github.imagepromotion.testing.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is wrong with a call: its words, its environments, and the artifact that it names. */
final class CallMessages {
    static final List<Provocation> ALL = List.of(
            on(
                    "Unknown property -Dimage.enviroment: no goal of this plugin knows it, and -Dimage.environment is meant."
                            + " Correct it.",
                    shop -> shop.promote("image.enviroment=prod")),
            on(
                    "Unknown element <enviroments> in the plugin's <configuration> of 'shop': no goal knows it. Perhaps"
                            + " <environments> is meant: correct it.",
                    shop -> shop.maven().withPom(element("enviroments", null)).call("promote", Map.of())),
            on("Cannot find 'movingTag' in class …EnvironmentParameter", shop -> shop.maven()
                    .withPom(
                            element("environments", null, element("environment", null, element("movingTag", "latest"))))
                    .call("promote", Map.of())),
            on(
                    "Illegal <dryRun> (-Dimage.dryRun): it is true or false, not 'yes'. Write true or false.",
                    shop -> shop.promote("image.dryRun=yes")),
            on(
                    "Illegal <dryRun> (-Dimage.dryRun): it is '${dry}', which nothing sets. Set that property, or write true"
                            + " or false.",
                    shop -> shop.maven().withPom(element("dryRun", "${dry}")).call("promote", Map.of())),
            on(
                    "Not the name of a file: 'caf….tar': this call knows names in … only. Call Maven with LC_ALL=C.UTF-8"
                            + " in its environment, or correct the name.",
                    CallMessages::inLocaleC),
            on(
                    "'…/image-promotion-maven-plugin' cannot be written, so base images are kept in '…/target/image/cache'"
                            + " and fetched again after a clean. Name a directory that stays (<cacheDirectory>,"
                            + " -Dimage.cacheDirectory, or XDG_CACHE_HOME).",
                    shop -> {
                        Path file = Files.createFile(shop.file("file"));
                        shop.maven().variable("XDG_CACHE_HOME", file.resolve("caches"));
                        return shop.callBuild();
                    }),
            on(
                    "Illegal <buildId> (-Dimage.buildId): not a legal BuildId: 'build 42' (it becomes a tag: 1 to 128 of"
                            + " [a-zA-Z0-9_.-], not starting with . or -).",
                    shop -> shop.callBuild("image.buildId=build 42")),
            on(
                    "Illegal BuildId from BUILD_BUILDID of Azure Pipelines: not a legal BuildId: 'build 42' (it becomes a tag:"
                            + " 1 to 128 of [a-zA-Z0-9_.-], not starting with . or -). Set another one (<buildId>,"
                            + " -Dimage.buildId).",
                    shop -> {
                        shop.maven().variable("TF_BUILD", "True");
                        shop.maven().variable("BUILD_BUILDID", "build 42");
                        return shop.callBuild();
                    }),
            on(
                    "Cannot use the signing key '…': it holds no private key. Set <signing><keyFile>"
                            + " (-Dimage.signing.keyFile) to a private key in PEM form: EC P-256 or P-384, RSA of 2048 bits or"
                            + " more, or Ed25519; PKCS#8 or cosign's own form.",
                    shop -> shop.promote(shop.signedWith("no key\n"))),
            on(
                    "Cannot use the signing key '…': it is encrypted and no passphrase is given. Give it as the <passphrase>"
                            + " of a <server> in settings.xml that <signing><serverId> (-Dimage.signing.serverId) names, or in"
                            + " the environment variable that <signing><passphraseEnv> (-Dimage.signing.passphraseEnv) names.",
                    shop -> shop.promote(shop.signedWith(
                            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n"))),
            on(
                    "No environment is configured. Add <environments> to the plugin's <configuration>, or name a file that"
                            + " has them (-Dimage.environments=FILE).",
                    shop -> shop.promote("image.environments=")),
            on(
                    "Unknown environment 'staging'. Known are: prod. Name one of them (<environment>, -Dimage.environment),"
                            + " or add it to <environments> (-Dimage.environments=FILE).",
                    shop -> shop.promote("image.environment=staging")),
            on(
                    "Refused environment 'prod': it comes after 'dev', and logins and images would go to it without TLS."
                            + " Remove <insecure>, and http:// from its registries, and name the authority in <caFile> where"
                            + " that is the reason (-Dimage.environments); or confirm it: -Dimage.allowInsecure=prod",
                    shop -> {
                        shop.environments(
                                shop.dev(""),
                                Shop.environment("prod", "http://registry.example", "<after>dev</after>"));
                        return shop.promote();
                    }),
            on(
                    "Refused the environments of the build record '…', which nobody vouches for (it is not signed): they use"
                            + " 'registry.example', which you have not named, and keep no login for. Add, if that is where they"
                            + " are: -Dimage.allowRegistries=registry.example (or a <server> of settings.xml with that id); or"
                            + " the key that signs your builds: -Dimage.trustedKeys=FILE",
                    shop -> {
                        shop.environments(Shop.environment("prod", "registry.example", ""));
                        shop.record();
                        return shop.promote("image.environments=");
                    }),
            on(
                    "Refused the environments of the build record of com.acme:shop:tar:image:1.0 from repository 'it' (file:…), which nobody vouches for (it is not signed): environment"
                            + " 'prod' has <serverId>. Which logins, keys, files and addresses are used is not for such a record"
                            + " to say. Sign it where it is built (<signing><keyFile>, -Dimage.signing.keyFile=FILE), and name"
                            + " the public key here (-Dimage.trustedKeys=FILE); or name the environments yourself"
                            + " (-Dimage.environments=FILE).",
                    shop -> {
                        shop.prod("<serverId>ours</serverId>");
                        shop.deploy();
                        return shop.promoteFrom(shop.repository(), COORDINATES, "image.environments=");
                    }),
            on(
                    "There is no artifact 'com.acme:shop:tar:image:1.0' in the repositories [repository 'image.remoteRepositories-1' (file:…/typo/, where there is no directory)]."
                            + " Nor is there a release 'com.acme:shop:json:release:1.0'. Correct its coordinates, deploy it (mvn deploy), or add the repository that holds it (<repositories> in the POM or"
                            + " settings.xml, -Dimage.remoteRepositories=id::url).",
                    shop -> shop.promoteFrom(shop.file("typo").toUri() + "/", COORDINATES)),
            on(
                    "Cannot tell which 'com.acme:shop:tar:image:1.0-SNAPSHOT' is the newest: …. Make that repository"
                            + " accessible, or name the exact version (<artifact>, -Dimage.artifact).",
                    shop -> shop.promoteFrom("it::no://where", COORDINATES + "-SNAPSHOT")),
            on(
                    "Cannot get 'com.acme:shop:tar:image:1.0': …. Make that repository accessible, name another one"
                            + " (-Dimage.remoteRepositories=id::url), or the archive itself (<file>, -Dimage.file).",
                    shop -> shop.promoteFrom("it::no://where", COORDINATES)),
            on(
                    "Refused 'com.acme:shop:tar:image:1.0': it was only installed locally, and is not in the repositories"
                            + " [repository 'it' (file:…, where there is no directory)], so nobody knows that it is what the build made. Deploy it"
                            + " (mvn deploy), name the repository that has it (-Dimage.remoteRepositories=id::url), or allow"
                            + " local files (<allowLocal>, -Dimage.allowLocal).",
                    shop -> {
                        shop.install();
                        return shop.promoteFrom(shop.repository(), COORDINATES);
                    }),
            on(
                    "This call packaged 'shop', and no image was attached to it: the plugin has no <execution> of image:build or"
                            + " image:import there. Add <executions><execution><goals><goal>build</goal></goals></execution>"
                            + "</executions> to it. An image that was deployed before is none of this build: name it"
                            + " (-Dimage.artifact, -Dimage.file, -Dimage.drop), or leave the phase out to take what was deployed"
                            + " last.",
                    shop -> {
                        shop.maven().withPom().after("package", "image:promote");
                        return shop.promote("image.file=");
                    }),
            on(
                    "'com.acme:shop:tar:image:1.0' was deployed again: repository 'it' (file:…) has other bytes than were"
                            + " downloaded from it before, and these are used.",
                    shop -> {
                        shop.deploy();
                        shop.promoteFrom(shop.repository(), COORDINATES);
                        shop.build("43");
                        shop.deploy();
                        return shop.promoteFrom(shop.repository(), COORDINATES);
                    }),
            on(
                    "Refused the artifact from file …/shop-image.tar, which is not of one build: asked for was"
                            + " 'com.acme:billing'; the archive says build '42' of 'com.acme:shop:1.0' for 'acme/shop'"
                            + " (sha256:…). Name the build that is meant (-Dimage.artifact, -Dimage.buildId), and take archive"
                            + " and build record as that build left them.",
                    shop -> shop.promote("image.artifact=com.acme:billing")),
            on(
                    "Refused the release 'com.acme:november:1.0': its member 'com.acme:shop:1.0' from"
                            + " com.acme:shop:tar:image:1.0 from repository 'it' (file:…) is not the one that was released: it"
                            + " is build '43' of 'com.acme:shop:1.0' for 'acme/shop', and the lock has build '42' of"
                            + " 'com.acme:shop:1.0' for 'acme/shop'; its digest is sha256:…, and the lock has sha256:…. Deploy"
                            + " the build that was released again, or release what is there now (mvn deploy in the release's"
                            + " project, under a new version).",
                    shop -> {
                        Path lock = shop.release(TestKeys.next());
                        shop.build("43");
                        shop.deploy();
                        return shop.promoteFrom(shop.repository(), "", "image.file=" + lock);
                    }),
            on(
                    "Refused the release lock '…/november-release.json': it was changed after it was signed. Take it as the"
                            + " release left it (-Dimage.artifact, -Dimage.file), or release again (mvn deploy in its project).",
                    shop -> {
                        Path lock = shop.release(TestKeys.next());
                        Files.writeString(lock, Files.readString(lock).replaceFirst("\"42\"", "\"43\""));
                        return shop.promoteFrom(shop.repository(), "", "image.file=" + lock);
                    }),
            on(
                    "Refused the release lock '…/november-release.json': no trusted key signed it, and a key is named that it"
                            + " is to be signed by (-Dimage.trustedKeys). Name the public key that it was signed with"
                            + " (<trustedKeys>, -Dimage.trustedKeys=FILE), or sign it with a trusted one where the release"
                            + " is made (<signing><keyFile>, -Dimage.signing.keyFile=FILE), and deploy it again.",
                    shop -> {
                        Path lock = shop.release(TestKeys.next());
                        Files.writeString(
                                shop.file("other.pub"),
                                TestKeys.next().publicKey().pem());
                        return shop.promoteFrom(
                                shop.repository(), "", "image.file=" + lock, "image.trustedKeys=other.pub");
                    }),
            on(
                    "The file of artifacts '…/artifacts.txt' cannot be used: line 2 is not Maven coordinates: 'shop'"
                            + " (groupId:artifactId:version). It has groupId:artifactId:version on each line, in UTF-8, and"
                            + " comments after # (<artifacts>, -Dimage.artifacts=FILE).",
                    shop -> {
                        Files.writeString(shop.file("artifacts.txt"), "# the shop\nshop\n");
                        return shop.promote("image.file=", "image.artifacts=artifacts.txt");
                    }),
            on(
                    "Refused the set: two of its artifacts are of the repository 'acme/shop', 'acme/shop:42' from drop … and"
                            + " 'acme/shop:42' from drop …. Name one of them (<artifact>, -Dimage.artifact; <artifacts>,"
                            + " -Dimage.artifacts), or, where they are of several modules, give each a repository of its own"
                            + " (<repository>, -Dimage.repository).",
                    shop -> {
                        Path drop = Files.createDirectories(shop.file("drop/com.acme/shop/42"));
                        Files.copy(shop.file("shop-image.tar"), drop.resolve("one.tar"));
                        Files.copy(shop.file("shop-image.tar"), drop.resolve("other.tar"));
                        return shop.promote("image.file=", "image.drop=drop", "image.buildId=42");
                    }),
            on(
                    "Refused the set for 'prod': the values of the chart 'shop 1.4.0+build.7' name images that are not in the"
                            + " set: 'acme/shop:42' (image); it has no image. Correct its values.yaml, or promote with it what"
                            + " it names (-Dimage.artifact, -Dimage.artifacts); without <checkImages> (-Dimage.checkImages)"
                            + " nobody asks.",
                    CallMessages::chartAlone),
            on(
                    "Refused image archive '…/shop-image.tar': there are bytes between its entries. Take it from the build"
                            + " again.",
                    shop -> {
                        byte[] bytes = Files.readAllBytes(shop.file("shop-image.tar"));
                        bytes[700] ^= 1;
                        Files.write(shop.file("shop-image.tar"), bytes);
                        return shop.promote();
                    }));

    private CallMessages() {}

    private static List<String> chartAlone(Shop shop) throws Exception {
        TestCharts.write(shop.file("chart-image.tar"), Archives.identity("chart", "7"));
        return shop.promote("image.file=" + shop.file("chart-image.tar"), "image.checkImages=true");
    }

    /** A process of its own: what names of files Java knows is settled when it starts. */
    private static List<String> inLocaleC(Shop shop) throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CallMessages.class.getName(),
                shop.file("").toString());
        java.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        java.environment().put("LC_ALL", "C");
        return Shop.print(java).lines().toList();
    }

    /** @param arguments the directory in which the goal is called */
    public static void main(String[] arguments) {
        new GoalCalls(Path.of(arguments[0]))
                .call("promote", Map.of("image.file", "caf\u00e9.tar", "image.environment", "prod"))
                .forEach(System.out::println);
    }
}
