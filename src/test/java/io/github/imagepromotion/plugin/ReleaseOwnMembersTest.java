package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.maven.model.Dependency;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that are no Maven artifacts: imported, attached to the release's project, and found again with its lock. */
class ReleaseOwnMembersTest {
    private static final String RELEASE = "com.acme:shop:1.0";

    @TempDir
    private Path directory;

    private GoalCalls maven;

    @BeforeEach
    void start() throws IOException {
        maven = new GoalCalls(directory);
        Files.writeString(directory.resolve("key.pem"), TestKeys.pem());
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registry>oci:" + directory.resolve("registry")
                        + "</registry><movingTags>latest</movingTags><releaseRepository>acme/releases</releaseRepository>"
                        + "</environment></environments>");
        Files.copy(Path.of("src/test/resources/charts/shop.tgz"), directory.resolve("shop.tgz"));
    }

    @Test
    void releaseWhenAMemberIsAChartLocksAndAttachesIt() throws IOException {
        List<String> lines = release(member("helm:shop.tgz"));

        assertThat(lines)
                .contains("Released com.acme:shop:1.0, build 99, members: 1")
                .anyMatch(line -> line.startsWith("  com.acme:shop:tar:image-shop:1.0: shop:99, sha256:"));
        JsonObject entry = entries().get(0);
        assertThat(entry.get("coordinates").getAsString()).isEqualTo(RELEASE);
        assertThat(entry.get("classifier").getAsString()).isEqualTo("image-shop");
        assertThat(entry.get("repository").getAsString()).isEqualTo("shop");
        assertThat(entry.get("platforms").getAsJsonArray()).isEmpty();
        BuildRecord record = BuildRecord.read(target("image-shop.json"));
        assertThat(record.identity().coordinates()).hasToString(RELEASE);
        assertThat(record.inputs().source().orElseThrow().image()).isEqualTo("helm:shop.tgz");
        assertThat(entry.get("record").getAsString())
                .isEqualTo(Digest.sha256(Files.readAllBytes(target("image-shop.json")))
                        .toString());
        assertThat(files("target/image")).isEmpty();
    }

    /** Who can write to what is kept between jobs must not choose what is removed, or where members are written. */
    @Test
    void releaseWhenALinkIsInPlaceOfItsTemporaryDirectoryLeavesWhatItLeadsTo() throws IOException {
        Path precious = Files.createDirectories(directory.resolve("precious"));
        Files.writeString(precious.resolve("diary.txt"), "mine");
        Files.createDirectories(directory.resolve("target/image"));
        Files.createSymbolicLink(directory.resolve("target/image/release"), precious);

        assertThat(release(member("helm:shop.tgz"))).contains("Released com.acme:shop:1.0, build 99, members: 1");

        assertThat(files("precious")).containsExactly(precious.resolve("diary.txt"));
        assertThat(directory.resolve("target/image/release")).doesNotExist();
    }

    @Test
    void releaseWhenNothingChangedGivesTheSameBytes() throws IOException {
        deploy("one");
        archive("web.tar", 1);
        Xpp3Dom[] members = {member("helm:shop.tgz"), member("oci-archive:web.tar", "repository", "acme/web")};
        release(members, ReleaseCalls.member("one:1.0"));
        Map<String, Digest> first = digests();

        release(members, ReleaseCalls.member("one:1.0"));

        assertThat(first).hasSize(5);
        assertThat(digests()).isEqualTo(first);
    }

    /** As {@code mvn deploy}, and later {@code mvn package image:promote}: the archive of a member is the same. */
    @Test
    void releaseWhenPropertiesAreOfAnotherGoalWritesTheSameBytes() throws IOException {
        web();
        release(webMember());
        Map<String, Digest> first = digests();

        call(
                "release",
                "image.buildId=99",
                "image.signing.keyFile=key.pem",
                "image.environment=prod",
                "image.dryRun=true",
                "image.again=true");

        assertThat(first).hasSize(3);
        assertThat(digests()).isEqualTo(first);
    }

    /** What happened to the image where it was says nothing about where it goes. */
    @ParameterizedTest
    @ValueSource(strings = {"bundle", "legacy"})
    void releaseWhenAMemberWasPromotedLeavesItsRecordsThere(String format) throws IOException {
        web();
        configure(new Xpp3Dom[] {webMember()});
        String[] signed = {"image.signing.keyFile=key.pem", "image.signing.signatureFormat=" + format};
        assertThat(call(List.of("release", "promote"), signed)).anyMatch(line -> line.startsWith("Promoted"));
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>other</id><registry>oci:" + directory.resolve("elsewhere")
                        + "</registry></environment></environments>");
        configure(new Xpp3Dom[] {member("oci:registry/acme/web:99", "repository", "acme/web")});

        List<String> lines = call(
                List.of("release", "promote", "verify"),
                Stream.concat(Stream.of("image.environment=other"), Arrays.stream(signed))
                        .toArray(String[]::new));

        assertThat(lines)
                .anyMatch(line -> line.startsWith("Promoted to other"))
                .anyMatch(line -> line.startsWith("  pass  records"))
                .noneMatch(line -> line.contains("FAIL"));
    }

    /** Without a BuildId each member has one of its own content, as when it is imported in a project of its own. */
    @Test
    void releaseWhenThereIsNoBuildNumberDerivesThatOfAMemberFromItsContent() throws IOException {
        configure(new Xpp3Dom[] {member("helm:shop.tgz")});
        call("release");

        JsonObject entry = entries().get(0);
        assertThat(entry.get("buildId").getAsString())
                .isEqualTo("content-" + entry.get("digest").getAsString().substring(7, 19));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp:shop.tgz | unknown kind of source. Correct <from> of the <member> in <release><members>: it is oci:DIR",
                "docker-daemon:acme/web:1 | what a daemon has under a name is another image each time. Correct <from>",
                "docker://localhost:1/acme/web:1 | a tag names no build, since it may move. Name the digest, too"
                        + " (docker://REGISTRY/REPOSITORY@sha256:",
                "docker://localhost:1/acme/web | a tag names no build, since it may move.",
                "oci-archive:web.tar | its source does not say which repository it goes to. Name that with <repository>",
                "helm:shop.tgz:1 | a file holds one chart, and nothing follows its name. Correct <from>",
            })
    void releaseWhenASourceNamesNoBuildRefusesIt(String from, String why) throws IOException {
        archive("web.tar", 1);

        assertThat(last(release(member(from))))
                .startsWith("Refused the member '" + from + "' of the release: " + why)
                .contains("<release><members>");
        assertThat(files("target")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "helm:missing.tgz | There is no file",
                "oci-archive:missing.tar | There is no file",
                "oci:missing | There is no directory",
                "helm:key.pem | It is no packaged chart: it is not compressed with gzip.",
            })
    void releaseWhenASourceCannotBeReadRefusesIt(String from, String why) throws IOException {
        assertThat(last(release(member("helm:shop.tgz"), member(from, "repository", "acme/other"))))
                .startsWith("Cannot import '" + from.substring(0, from.indexOf(':') + 1))
                .contains(why)
                .endsWith("Repair the source, or name another one with <from> of the <member> in"
                        + " <release><members>.");
        assertThat(files("target")).isEmpty();
    }

    @Test
    void releaseWhenALayerHasAnotherDigestRefusesIt() throws IOException {
        TestImage image = TestImages.single(1, 400);
        Path archive = archive("web.tar", 1);
        byte[] bytes = Files.readAllBytes(archive);
        Digest layer = image.image().blobs().get(1).digest();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int header = text.lastIndexOf("blobs/sha256/" + layer.hex());
        bytes[header + 512] ^= 1;
        Files.write(archive, bytes);

        assertThat(last(release(member("oci-archive:web.tar", "repository", "acme/web"))))
                .startsWith("Cannot import 'oci-archive:")
                .contains(layer.toString())
                .endsWith("name another one with <from> of the <member> in <release><members>.");
        assertThat(files("target")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/web | web | the repository 'acme/web', as 'helm:shop.tgz' has. Give one of them another <repository>",
                "acme/b/web | web | the classifier 'image-web', as 'helm:shop.tgz' has. Give one of them another <name>",
            })
    void releaseWhenTwoMembersHaveOneNameRefusesBoth(String repository, String name, String why) throws IOException {
        archive("web.tar", 1);

        assertThat(last(release(
                        member("helm:shop.tgz", "repository", "acme/web"),
                        member("oci-archive:web.tar", "repository", repository, "name", name))))
                .startsWith("Refused the member 'oci-archive:web.tar' of the release: it has " + why);
        assertThat(files("target")).isEmpty();
    }

    @Test
    void releaseWhenAMemberHasTheRepositoryOfADependencyRefusesBoth() throws IOException {
        deploy("one");

        assertThat(last(release(
                        new Xpp3Dom[] {member("helm:shop.tgz", "repository", "acme/one")},
                        ReleaseCalls.member("one:1.0"))))
                .startsWith("Refused to release 'shop': two of its members are of the repository 'acme/one', ")
                .contains("<member>");
        assertThat(files("target")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"repository,Acme/Web", "name,a/b", "name,Chart", "name,.."})
    void releaseWhenANameIsNotLegalRefusesIt(String element, String text) throws IOException {
        assertThat(last(release(member("helm:shop.tgz", element, text))))
                .startsWith("Refused the member 'helm:shop.tgz' of the release: ")
                .contains("'" + text + "'")
                .endsWith("Correct <repository> or <name> of the <member> in <release><members>.");
    }

    @Test
    void releaseWhenAMemberHasALoginOrNoSourceRefusesIt() throws IOException {
        assertThat(last(release(member("helm:shop.tgz", "password", "kanarienvogel"))))
                .startsWith("Refused a login in <release><members><member>: ")
                .doesNotContain("kanarienvogel");
        assertThat(last(release(element("member", null, element("repository", "acme/web")))))
                .isEqualTo("A <member> in <release><members> has no <from>, which says where it is. Add it, such as"
                        + " <from>helm:target/chart.tgz</from>.");
    }

    /** What was released and deployed last is still what the files say. */
    @Test
    void releaseWhenItIsRefusedLeavesTheLastOneAsItWas() throws IOException {
        archive("web.tar", 1);
        Xpp3Dom web = member("oci-archive:web.tar", "repository", "acme/web");
        release(web);
        Map<String, Digest> before = digests();
        archive("web.tar", 2);

        assertThat(last(release(web, member("helm:missing.tgz")))).startsWith("Cannot import 'helm:");
        assertThat(digests()).isEqualTo(before);
        assertThat(files("target/image")).isEmpty();
        release(web);
        assertThat(digests()).isNotEqualTo(before);
    }

    @Test
    void releaseWhenItsChartNamesAnImageThatIsNoMemberRefuses() throws IOException {
        archive("web.tar", 1);
        Xpp3Dom chart = member("helm:shop.tgz", "repository", "acme/chart");
        Xpp3Dom web = member("oci-archive:web.tar", "repository", "acme/shop");
        configure(new Xpp3Dom[] {chart, web});

        assertThat(last(call("release", "image.buildId=41", "image.checkImages=true")))
                .startsWith("Refused the set for 'prod': the values of the chart 'shop 1.4.0+build.7' name images that")
                .contains("it has acme/shop:41");
        assertThat(files("target")).isEmpty();
        assertThat(call("release", "image.buildId=42", "image.checkImages=true"))
                .contains("Released com.acme:shop:1.0, build 42, members: 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "promote"})
    void promoteWhenItsChartNamesAnImageThatIsNoMemberRefusesTheRelease(String goal) throws IOException {
        web();
        release(
                member("helm:shop.tgz", "repository", "acme/chart"),
                member("oci-archive:web.tar", "repository", "acme/shop"));
        deployRelease();
        String artifact = "image.artifact=" + RELEASE;

        assertThat(last(call(goal, artifact, "image.environment=prod", "image.checkImages=true")))
                .startsWith("Refused the set for 'prod': the values of the chart 'shop 1.4.0+build.7' name images that")
                .contains("it has acme/shop:99");
        assertThat(directory.resolve("registry")).doesNotExist();
        assertThat(directory.resolve("target/image/plan-prod.json")).doesNotExist();
        assertThat(call(goal, artifact, "image.environment=prod"))
                .anyMatch(line -> line.startsWith(goal.equals("plan") ? "Plan: " : "Promoted to prod"));
    }

    @Test
    void promoteWhenItIsReleasedInTheSameCallTakesWhatThatAttached() throws IOException {
        Digest one = deploy("one");
        Digest web = web();
        configure(
                new Xpp3Dom[] {webMember(), member("helm:shop.tgz", "repository", "acme/chart")},
                ReleaseCalls.member("one:1.0"));

        List<String> lines = call(List.of("release", "promote"));

        assertThat(lines).filteredOn(line -> line.startsWith("Promoted")).hasSize(4);
        assertThat(tag("acme/chart", "99")).isEqualTo(tag("acme/chart", "latest"));
        assertThat(tag("acme/web", "latest")).isEqualTo(web);
        assertThat(tag("acme/one", "latest")).isEqualTo(one);
    }

    /** One file has members of either kind, and needs neither a Maven repository nor what is beside it. */
    @Test
    void promoteWhenTheReleaseIsOneFileTakesMembersOfEitherKindFromIt() throws IOException {
        Digest one = deploy("one");
        Digest web = web();
        configure(new Xpp3Dom[] {webMember()}, ReleaseCalls.member("one:1.0"));
        call(List.of("release", "release"), "image.release.form=full");
        Files.createDirectories(directory.resolve("courier"));
        Files.move(target("release.tar"), directory.resolve("courier/november.tar"));
        maven = new GoalCalls(directory);

        assertThat(call("promote", "image.file=courier/november.tar", "image.remoteRepositories=it::file:///nowhere"))
                .filteredOn(line -> line.startsWith("Promoted"))
                .hasSize(3);
        assertThat(tag("acme/web", "latest")).isEqualTo(web);
        assertThat(tag("acme/one", "latest")).isEqualTo(one);
    }

    @Test
    void promoteWhenTheLockIsAFileTakesWhatIsBesideIt() throws IOException {
        Digest web = web();
        release(webMember());
        move("target", "shop-1.0-", "elsewhere", "november-");
        maven = new GoalCalls(directory);

        assertThat(call("promote", "image.file=elsewhere/november-release.json"))
                .anyMatch(line -> line.startsWith("Promoted"));
        assertThat(tag("acme/web", "latest")).isEqualTo(web);
    }

    /** Nothing that it was released from is there any more. */
    @Test
    void promoteWhenTheReleaseIsOneFileTakesThemFromThere() throws IOException {
        Digest one = deploy("one");
        Digest web = web();
        configure(
                new Xpp3Dom[] {webMember(), member("helm:shop.tgz", "repository", "acme/chart")},
                ReleaseCalls.member("one:1.0"));
        assertThat(call("release", "image.buildId=99", "image.release.form=full"))
                .anyMatch(line -> line.endsWith(": all in one file"));
        Files.move(target("release.tar"), directory.resolve("carried.tar"));
        Files.move(directory.resolve("target"), directory.resolve("away"));
        Files.move(directory.resolve("repository"), directory.resolve("gone"));
        maven = new GoalCalls(directory);
        maven.offline();

        assertThat(call("promote", "image.file=carried.tar"))
                .filteredOn(line -> line.startsWith("Promoted"))
                .hasSize(4);
        assertThat(tag("acme/chart", "99")).isEqualTo(tag("acme/chart", "latest"));
        assertThat(tag("acme/web", "latest")).isEqualTo(web);
        assertThat(tag("acme/one", "latest")).isEqualTo(one);
    }

    @Test
    void promoteWhenItWasDeployedFindsItUnderTheCoordinatesOfTheRelease() throws IOException {
        Digest web = web();
        release(webMember());
        deployRelease();

        assertThat(promote("image.dryRun=true")).contains("Dry run: nothing was written.");
        Files.delete(repository().resolve("shop-1.0-image-web.json"));
        assertThat(last(promote()))
                .startsWith("Of the release 'com.acme:shop:1.0': There is no artifact"
                        + " 'com.acme:shop:json:image-web:1.0'");
        assertThat(directory.resolve("registry")).doesNotExist();
        maven.offline();
        assertThat(promote())
                .anyMatch(
                        line -> line.contains("'com.acme:shop:tar:image-web:1.0' is taken as it was downloaded before"))
                .anyMatch(line -> line.startsWith("Promoted"));
        assertThat(tag("acme/web", "latest")).isEqualTo(web);
    }

    @Test
    void promoteWhenAMemberIsAnotherThanWasReleasedRefusesTheRelease() throws IOException {
        Digest web = web();
        release(webMember());
        deployRelease();
        Identity identity = BuildRecord.read(repository().resolve("shop-1.0-image-web.json"))
                .identity();
        TestImage other = TestImages.single(7, 400);
        Archives.write(repository().resolve("shop-1.0-image-web.tar"), other, identity);
        Records.of(identity, other.image().top(), List.of()).write(repository().resolve("shop-1.0-image-web.json"));

        assertThat(last(promote()))
                .startsWith(
                        "Refused the release 'com.acme:shop:1.0': its member 'com.acme:shop:tar:image-web:1.0' from ")
                .contains("its digest is " + other.image().top().digest() + ", and the lock has " + web);
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    /** By digest from a registry with a login, which only the settings of the call say for that host. */
    @Test
    @NeedsTools
    void releaseWhenAMemberIsInARegistryTakesItByItsDigest() throws IOException {
        try (DockerRegistry registry = DockerRegistry.withPassword()) {
            Files.writeString(
                    directory.resolve("environments.xml"),
                    "<environments><environment><id>prod</id><registry>" + registry.authority()
                            + "</registry></environment></environments>");
            Digest web = web();
            maven.server(registry.authority(), DockerRegistry.USER, DockerRegistry.PASSWORD);
            configure(new Xpp3Dom[] {webMember()});
            assertThat(call(List.of("release", "promote"))).anyMatch(line -> line.startsWith("Promoted"));
            String from = "docker://" + registry.authority() + "/acme/web:99@" + web;

            List<String> lines = release(member(from));

            assertThat(lines).anyMatch(line -> line.endsWith("image-web:1.0: acme/web:99, " + web));
            maven = new GoalCalls(directory);
            assertThat(last(release(member(from))))
                    .startsWith("Cannot import '" + from + "': ")
                    .contains("<server>")
                    .doesNotContain(DockerRegistry.PASSWORD);
            maven.server(registry.authority(), DockerRegistry.USER, DockerRegistry.PASSWORD);
            String missing = from.substring(0, from.length() - 64) + "0".repeat(64);
            assertThat(last(release(member(missing))))
                    .startsWith("Cannot import '" + missing + "': ")
                    .contains("<from> of the <member> in <release><members>");
        }
    }

    private List<String> release(Xpp3Dom... members) {
        return release(members, new Dependency[0]);
    }

    private List<String> release(Xpp3Dom[] members, Dependency... dependencies) {
        configure(members, dependencies);
        return call("release", "image.buildId=99", "image.signing.keyFile=key.pem");
    }

    private void configure(Xpp3Dom[] members, Dependency... dependencies) {
        maven.withRelease(dependencies).configured(element("release", null, element("members", null, members)));
    }

    /** {@code more} are names and texts of further elements. */
    private static Xpp3Dom member(String from, String... more) {
        Xpp3Dom member = element("member", null, element("from", from));
        for (int i = 0; i < more.length; i += 2) {
            member.addChild(element(more[i], more[i + 1]));
        }
        return member;
    }

    private static Xpp3Dom webMember() {
        return member("oci-archive:web.tar", "repository", "acme/web");
    }

    private Digest web() throws IOException {
        archive("web.tar", 1);
        return TestImages.single(1, 400).image().top().digest();
    }

    private Path archive(String name, int content) throws IOException {
        return Archives.write(
                directory.resolve(name), TestImages.single(content, 400), Archives.identity("elsewhere", "5"));
    }

    private List<String> promote(String... properties) {
        return call(
                "promote",
                Stream.concat(Stream.of("image.artifact=" + RELEASE), Arrays.stream(properties))
                        .toArray(String[]::new));
    }

    private List<String> call(String goal, String... properties) {
        return call(List.of(goal), properties);
    }

    private List<String> call(List<String> goals, String... properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "image.remoteRepositories",
                "it::" + directory.resolve("repository").toUri(),
                "image.environments",
                "environments.xml"));
        if (goals.contains("promote")) {
            all.put("image.environment", "prod");
            all.put("image.stateDirectory", directory.resolve("state").toString());
        }
        if (goals.size() > 1) {
            all.put("image.buildId", "99");
        }
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        return maven.call(goals, all);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private Path target(String file) {
        return directory.resolve("target/shop-1.0-" + file);
    }

    private List<JsonObject> entries() throws IOException {
        return Json.object(Files.readAllBytes(target("release.json")), "lock")
                .getAsJsonArray("members")
                .asList()
                .stream()
                .map(entry -> entry.getAsJsonObject())
                .toList();
    }

    private List<Path> files(String below) throws IOException {
        Path start = directory.resolve(below);
        if (!Files.exists(start)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(start)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(directory.resolve("target/image/cache")))
                    .toList();
        }
    }

    private Map<String, Digest> digests() throws IOException {
        Map<String, Digest> digests = new HashMap<>();
        for (Path file : files("target")) {
            digests.put(file.getFileName().toString(), Digest.sha256(Files.readAllBytes(file)));
        }
        return digests;
    }

    private Path repository() {
        return directory.resolve("repository/com/acme/shop/1.0");
    }

    /** As {@code mvn deploy} leaves it. */
    private void deployRelease() throws IOException {
        move("target", "", "repository/com/acme/shop/1.0", "");
        maven = new GoalCalls(directory);
    }

    private void move(String from, String start, String to, String renamed) throws IOException {
        Files.createDirectories(directory.resolve(to));
        for (Path file : files(from)) {
            String name = file.getFileName().toString();
            Files.move(
                    file,
                    directory.resolve(to).resolve(renamed + name.substring(start.length())),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Build 42 of {@code com.acme:<name>:1.0}, which goes to {@code acme/<name>}. */
    private Digest deploy(String name) throws IOException {
        Path there = Files.createDirectories(directory.resolve("repository/com/acme/" + name + "/1.0"));
        Identity identity = Archives.identity(name, "42");
        TestImage image = TestImages.single(name.hashCode(), 400);
        Archives.write(there.resolve(name + "-1.0-image.tar"), image, identity);
        Records.of(identity, image.image().top(), List.of()).write(there.resolve(name + "-1.0-image.json"));
        return image.image().top().digest();
    }

    private Digest tag(String repository, String tag) throws IOException {
        byte[] index = Files.readAllBytes(directory.resolve("registry/" + repository + "/index.json"));
        return Json.object(index, "index").getAsJsonArray("manifests").asList().stream()
                .map(entry -> entry.getAsJsonObject())
                .filter(entry -> entry.has("annotations")
                        && tag.equals(Json.annotations(entry, "annotations", "index")
                                .get("org.opencontainers.image.ref.name")))
                .map(entry -> Digest.of(entry.get("digest").getAsString()))
                .findFirst()
                .orElseThrow();
    }
}
