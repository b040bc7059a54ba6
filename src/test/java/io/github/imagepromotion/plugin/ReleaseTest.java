package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestCharts;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.FileModelSource;
import org.apache.maven.model.building.ModelSource;
import org.apache.maven.model.resolution.ModelResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A release is locked, found by its coordinates like a build, and promoted as one. */
class ReleaseTest {
    private static final String RELEASE = "com.acme:shop:1.0";

    @TempDir
    private Path directory;

    private GoalCalls maven;

    @BeforeEach
    void start() throws IOException {
        maven = new GoalCalls(directory);
        String pem = TestKeys.pem();
        Files.writeString(directory.resolve("key.pem"), pem);
        Files.writeString(
                directory.resolve("key.pub"),
                SigningKey.parse(pem, Optional.empty(), "key.pem").publicKey().pem());
        Files.writeString(
                directory.resolve("other.pub"), TestKeys.next().publicKey().pem());
        Files.writeString(directory.resolve("environments.xml"), environments(""));
        Files.writeString(
                directory.resolve("signed.xml"),
                environments("<trustedKeys>key.pub</trustedKeys><requireSignature>true</requireSignature>"));
    }

    @Test
    void releaseWhenItsMembersAreDeployedLocksEachByItsDigest() throws IOException {
        Digest one = deploy("one", "1.0", "42");
        Digest two = deploy("two", "2.0", "7");

        List<String> lines = release(image("two", "2.0"), image("one", "1.0"), jar("commons"));

        assertThat(lines).contains("Released com.acme:shop:1.0, build 99, members: 2");
        JsonObject lock = json(lock());
        assertThat(lock.get("type").getAsString()).isEqualTo("release");
        assertThat(lock.get("name").getAsString()).isEqualTo("com.acme:shop");
        assertThat(lock.get("version").getAsString()).isEqualTo("1.0");
        assertThat(lock.get("buildId").getAsString()).isEqualTo("99");
        assertThat(lock.has("signature")).isFalse();
        JsonObject first = lock.getAsJsonArray("members").get(0).getAsJsonObject();
        assertThat(first.get("coordinates").getAsString()).isEqualTo("com.acme:one:1.0");
        assertThat(first.get("buildId").getAsString()).isEqualTo("42");
        assertThat(first.get("repository").getAsString()).isEqualTo("acme/one");
        assertThat(first.get("digest").getAsString()).isEqualTo(one.toString());
        assertThat(first.get("record").getAsString())
                .isEqualTo(Digest.sha256(Files.readAllBytes(place("com.acme:one:1.0", "image.json")))
                        .toString());
        JsonObject second = lock.getAsJsonArray("members").get(1).getAsJsonObject();
        assertThat(second.get("digest").getAsString()).isEqualTo(two.toString());
        assertThat(lock.getAsJsonArray("environments")).hasSize(1);
    }

    /** The environments may be those that its members have, with {@code <continuousDelivery>}. */
    @Test
    void publishWhenTheProjectIsAReleaseSaysWhatPromotesIt() throws IOException {
        deploy("one", "1.0", "42");
        maven.withRelease(image("one", "1.0"));

        List<String> lines = maven.call(
                List.of("release", "publish"),
                Map.of(
                        "image.remoteRepositories",
                        "it::" + directory.resolve("repository").toUri()));

        assertThat(lines)
                .contains("Skipped: a release is promoted by image:promote alone, whatever environment has"
                        + " <continuousDelivery>.");
    }

    /** The same members in another order give the same bytes; without a CI server their content is the number. */
    @Test
    void releaseWhenTwiceGivesTheSameBytes() throws IOException {
        deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        maven.withRelease(image("one", "1.0"), image("two", "2.0"));
        call("release", "image.signing.keyFile=key.pem");
        byte[] first = Files.readAllBytes(lock());

        maven.withRelease(image("two", "2.0"), image("one", "1.0"));
        call("release", "image.signing.keyFile=key.pem");

        assertThat(Files.readAllBytes(lock())).isEqualTo(first);
        assertThat(json(lock()).get("buildId").getAsString()).matches("content-[0-9a-f]{12}");
    }

    @Test
    void releaseWhenAChartNamesABuildThatIsNoMemberRefuses() throws IOException {
        Path chart = Files.createDirectories(home("com.acme:chart:1.0"));
        Identity identity =
                new Identity(Coordinates.of("com.acme:chart:1.0"), RepositoryName.of("acme/chart"), BuildId.of("7"));
        Descriptor top = TestCharts.write(chart.resolve("chart-1.0-image.tar"), identity);
        Records.of(identity, top, List.of()).write(chart.resolve("chart-1.0-image.json"));
        write(home("com.acme:web:1.0"), "web", "1.0", "42", "acme/shop");
        write(home("com.acme:web:0.9"), "web", "0.9", "41", "acme/shop");

        maven.withRelease(image("web", "1.0"), image("chart", "1.0"));
        assertThat(call("release", "image.buildId=99", "image.checkImages=true"))
                .contains("Released com.acme:shop:1.0, build 99, members: 2");
        maven.withRelease(image("web", "0.9"), image("chart", "1.0"));
        assertThat(last(call("release", "image.buildId=99", "image.checkImages=true")))
                .startsWith(
                        "Refused the set for 'prod': the values of the chart 'shop 1.4.0+build.7' name images that are"
                                + " not in the set: 'acme/shop:42' (image); it has acme/shop:41.");
        assertThat(call("release", "image.buildId=99")).contains("Released com.acme:shop:1.0, build 99, members: 2");
    }

    @Test
    void releaseWhenItHasNoMemberRefuses() throws IOException {
        assertThat(last(release(jar("commons")))).startsWith("The release 'shop' has no members: no <dependency>");
        assertThat(lock()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1.0,2.0)", "(,1.0]", "[1.0]", "LATEST", "RELEASE", "${missing}", "1.0,2.0"})
    void releaseWhenAVersionNamesNoBuildRefuses(String version) throws IOException {
        deploy("one", "1.0", "42");

        assertThat(last(release(image("one", version))))
                .startsWith("Refused the member 'com.acme:one:" + version + "' of the release: ")
                .endsWith("Give the <dependency> the <version> of a build.");
        assertThat(lock()).doesNotExist();
    }

    /** Where it is managed, and by which property, is said by Maven's own model builder. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "two", "three"})
    void releaseWhenAVersionIsManagedTakesThatOrRefusesItsRange(String ranged) throws Exception {
        deploy("one", "1.0", "42");
        deploy("two", "1.0", "7");
        deploy("three", "1.0", "5");

        assertThat(release(managed(Map.of())))
                .contains("Released com.acme:shop:1.0, build 99, members: 3")
                .anyMatch(line -> line.startsWith("  com.acme:one:1.0: acme/one:42, "))
                .anyMatch(line -> line.startsWith("  com.acme:two:1.0: acme/two:7, "))
                .anyMatch(line -> line.startsWith("  com.acme:three:1.0: acme/three:5, "));
        Files.delete(lock());
        assertThat(last(release(managed(Map.of(ranged + ".version", "[1.0,2.0)")))))
                .startsWith(
                        "Refused the member 'com.acme:" + ranged + ":[1.0,2.0)' of the release: a range of versions is")
                .endsWith("Give the <dependency> the <version> of a build.");
        assertThat(lock()).doesNotExist();
    }

    /** One is managed by a BOM that is imported, two by the project, and three has the version that the call says. */
    private Dependency[] managed(Map<String, String> properties) throws Exception {
        String all = "<modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><packaging>pom</packaging>"
                + "<properties><one.version>1.0</one.version><two.version>1.0</two.version>"
                + "<three.version>1.0</three.version></properties>";
        Files.writeString(
                directory.resolve("bom.xml"),
                "<project>" + all
                        + "<artifactId>bom</artifactId><version>1</version><dependencyManagement><dependencies>"
                        + tar("one", "<version>${one.version}</version>")
                        + "</dependencies></dependencyManagement></project>");
        Files.writeString(
                directory.resolve("pom.xml"),
                "<project>" + all
                        + "<artifactId>shop</artifactId><version>1.0</version><dependencyManagement><dependencies>"
                        + "<dependency><groupId>com.acme</groupId><artifactId>bom</artifactId><version>1</version>"
                        + "<type>pom</type><scope>import</scope></dependency>"
                        + tar("two", "<version>${two.version}</version>")
                        + "</dependencies></dependencyManagement><dependencies>" + tar("one", "") + tar("two", "")
                        + tar("three", "<version>${three.version}</version>") + "</dependencies></project>");
        DefaultModelBuildingRequest request = new DefaultModelBuildingRequest();
        request.setPomFile(directory.resolve("pom.xml").toFile());
        request.getUserProperties().putAll(properties);
        request.setModelResolver(new Boms(directory.resolve("bom.xml")));
        return new DefaultModelBuilderFactory()
                .newInstance()
                .build(request)
                .getEffectiveModel()
                .getDependencies()
                .toArray(Dependency[]::new);
    }

    private static String tar(String name, String version) {
        return "<dependency><groupId>com.acme</groupId><artifactId>" + name + "</artifactId>" + version
                + "<type>tar</type><classifier>image</classifier></dependency>";
    }

    /** Finds one BOM, whichever is asked for. */
    private record Boms(Path file) implements ModelResolver {
        @Override
        public ModelSource resolveModel(String groupId, String artifactId, String version) {
            return new FileModelSource(file.toFile());
        }

        @Override
        public ModelSource resolveModel(Parent parent) {
            return new FileModelSource(file.toFile());
        }

        @Override
        public ModelSource resolveModel(Dependency dependency) {
            return new FileModelSource(file.toFile());
        }

        @Override
        public void addRepository(Repository repository) {}

        @Override
        public void addRepository(Repository repository, boolean replace) {}

        @Override
        public ModelResolver newCopy() {
            return this;
        }
    }

    @Test
    void releaseWhenAMemberIsOfAnotherTypeRefusesRatherThanLeavesItOut() throws IOException {
        Dependency one = image("one", "1.0");
        one.setType("jar");

        assertThat(last(release(one))).contains("is of type 'jar'. Give it the <type>tar</type>.");
        assertThat(lock()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"images, 'the <classifier>images</classifier>'", ", no <classifier>"})
    void releaseWhenATarHasAnotherClassifierSaysThatItIsNoMember(@Nullable String classifier, String said)
            throws IOException {
        deploy("one", "1.0", "42");
        Dependency two = image("two", "1.0");
        two.setClassifier(classifier);

        assertThat(release(image("one", "1.0"), two))
                .contains("Not a member of the release: 'com.acme:two:1.0' is of type tar and has " + said
                        + ". If it is an image, give it the <classifier>image</classifier>.")
                .contains("Released com.acme:shop:1.0, build 99, members: 1");
    }

    @Test
    void releaseWhenAMemberIsNotDeployedRefusesAndNamesIt() throws IOException {
        deploy("one", "1.0", "42");

        assertThat(last(release(image("one", "1.0"), image("none", "1.0"))))
                .startsWith(
                        "Of the release's member 'com.acme:none:1.0': There is no artifact 'com.acme:none:tar:image:1.0'")
                .contains("Correct its coordinates, deploy it (mvn deploy), ");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void releaseWhenTheArchiveIsOfOtherCoordinatesRefuses() throws IOException {
        deploy("one", "1.0", "42");
        for (String file : List.of("image.tar", "image.json")) {
            Path other = place("com.acme:one:2.0", file);
            Files.createDirectories(other.getParent());
            Files.copy(place("com.acme:one:1.0", file), other);
        }

        assertThat(last(release(image("one", "2.0"))))
                .contains("asked for was 'com.acme:one:2.0'; the archive says build '42' of 'com.acme:one:1.0'");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void releaseWhenAnArchiveIsDamagedRefuses() throws IOException {
        deploy("one", "1.0", "42");
        byte[] bytes = Files.readAllBytes(place("com.acme:one:1.0", "image.tar"));
        Files.write(place("com.acme:one:1.0", "image.tar"), java.util.Arrays.copyOf(bytes, bytes.length - 1024));

        assertThat(last(release(image("one", "1.0"))))
                .startsWith("Of the release's member 'com.acme:one:1.0': Refused image archive");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void releaseWhenTwoMembersAreOfOneRepositoryRefuses() throws IOException {
        deploy("one", "1.0", "42");
        write(home("com.acme:two:2.0"), "two", "2.0", "7", "acme/one");

        assertThat(last(release(image("one", "1.0"), image("two", "2.0"))))
                .startsWith("Refused to release 'shop': two of its members are of the repository 'acme/one',"
                        + " 'com.acme:one:1.0' (sha256:")
                .endsWith("give each module (-Dimage.repository) or <member> a <repository> of its own.");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void releaseWhenAMemberIsThereInTwoVersionsRefuses() throws IOException {
        deploy("one", "1.0", "42");
        deploy("one", "1.1", "43");

        assertThat(last(release(image("one", "1.0"), image("one", "1.1"))))
                .startsWith("Refused to release 'shop': two of its members are of the repository 'acme/one',")
                .contains("'com.acme:one:1.0' (sha256:", "'com.acme:one:1.1' (sha256:");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void releaseWhenThePackagingIsAnotherSkips() throws IOException {
        maven.withPom();

        assertThat(call("release"))
                .containsExactly("Skipped: packaging is jar; a release is a project of packaging pom.");
    }

    @Test
    void promoteWhenAReleaseIsNamedPromotesItsMembersAsOneSet() throws IOException {
        Digest one = deploy("one", "1.0", "42");
        Digest two = deploy("two", "2.0", "7");
        deployRelease("");

        List<String> lines = promote();

        assertThat(lines).filteredOn(line -> line.startsWith("Promoted")).hasSize(3);
        assertThat(tag("acme/one", "42")).isEqualTo(one.toString());
        assertThat(tag("acme/one", "latest")).isEqualTo(one.toString());
        assertThat(tag("acme/two", "7")).isEqualTo(two.toString());
        assertThat(call("verify", "image.artifact=" + RELEASE))
                .filteredOn(line -> line.startsWith("prod: "))
                .hasSize(3);
        assertThat(call("status", "image.artifact=" + RELEASE)).contains("acme/one", "acme/two");
    }

    @Test
    void promoteWhenTheLockIsNamedAsAFileFindsItsMembers() throws IOException {
        deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        release(image("one", "1.0"), image("two", "2.0"));
        maven = new GoalCalls(directory);

        assertThat(call("promote", "image.file=target/shop-1.0-release.json"))
                .filteredOn(line -> line.startsWith("Promoted"))
                .hasSize(3);
        assertThat(call("status", "image.file=target/shop-1.0-release.json")).contains("acme/one", "acme/two");
    }

    /** In its own project nothing has to be named, and members of different builds are what a release is. */
    @Test
    void promoteWhenCalledInTheProjectOfTheReleaseTakesWhatWasDeployed() throws IOException {
        deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        deployRelease("");
        maven.withRelease(image("one", "1.0"), image("two", "2.0"));

        assertThat(call("promote"))
                .filteredOn(line -> line.startsWith("Promoted"))
                .hasSize(3);
    }

    /** Nothing of a release is in a repository of its own name. */
    @Test
    void statusAndRollbackWhenCalledInTheProjectOfTheReleaseMeanItsMembers() throws IOException {
        Digest one = deploy("one", "1.0", "42");
        deployRelease("");
        promote();
        write(home("com.acme:one:1.0"), "one", "1.0", "43", "acme/one", 5);
        maven.withRelease(image("one", "1.0")).version("1.1");
        call("release");
        call("promote", "image.file=target/shop-1.1-release.json");
        assertThat(tag("acme/one", "latest")).isNotEqualTo(one.toString());
        Files.createDirectories(place("com.acme:shop:1.1", "release.json").getParent());
        Files.move(directory.resolve("target/shop-1.1-release.json"), place("com.acme:shop:1.1", "release.json"));

        assertThat(call("status")).contains("acme/one").doesNotContain("shop");
        assertThat(call("rollback")).anyMatch(line -> line.startsWith("Rolled back prod to "));
        assertThat(tag("acme/one", "latest")).isEqualTo(one.toString());
    }

    @Test
    void promoteWhenAMemberWasRejectedRefusesTheReleaseAndNamesIt() throws IOException {
        deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        deployRelease("key.pem");
        Files.writeString(directory.resolve("environments.xml"), environments("<trustedKeys>key.pub</trustedKeys>"));
        call("promote", "image.artifact=com.acme:two:2.0");
        call(
                "reject",
                "image.artifact=com.acme:two:2.0",
                "image.environment=",
                "image.signing.keyFile=key.pem",
                "image.reason=leaks");

        assertThat(last(promote())).contains("acme/two:7' was rejected at ", "leaks");
        assertThat(directory.resolve("registry/acme/one")).doesNotExist();
    }

    /** A plan says what becomes of each member; an approval of the plan is about nothing else. */
    @Test
    void promoteWhenAPlanOfTheReleaseIsNamedDoesThat() throws IOException {
        Digest one = deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        deployRelease("");
        assertThat(call("plan", "image.artifact=" + RELEASE)).anyMatch(line -> line.startsWith("Plan: "));

        assertThat(promote("image.plan=target/image/plan-prod.json", "image.environment="))
                .filteredOn(line -> line.startsWith("Promoted"))
                .hasSize(3);
        assertThat(tag("acme/one", "latest")).isEqualTo(one.toString());
    }

    @Test
    void promoteWhenThePlanOfTheReleaseWasApprovedCountsItForThatPlan() throws IOException {
        deploy("one", "1.0", "42");
        Digest two = deploy("two", "2.0", "7");
        deployRelease("");
        Files.writeString(
                directory.resolve("environments.xml"),
                environments("<approvals><required>1</required><trustedKeys>key.pub</trustedKeys></approvals>"));
        String plan = "image.plan=target/image/plan-prod.json";
        call("plan", "image.artifact=" + RELEASE);
        assertThat(last(promote(plan, "image.environment="))).contains("0 of 1 approvals");

        assertThat(call("approve", plan, "image.artifact=" + RELEASE, "image.signing.keyFile=key.pem"))
                .anyMatch(line -> line.startsWith("Approved for prod: "));

        assertThat(last(promote())).contains("0 of 1 approvals");
        assertThat(directory.resolve("registry/acme/two/blobs")).isDirectoryNotContaining("glob:**" + two.hex());
        assertThat(promote(plan, "image.environment=")).anyMatch(line -> line.startsWith("Promoted"));
        assertThat(tag("acme/two", "latest")).isEqualTo(two.toString());
    }

    @Test
    void promoteWhenAMemberWasDeployedAgainRefusesTheRelease() throws IOException {
        deploy("one", "1.0", "42");
        Digest two = deploy("two", "2.0", "7");
        deployRelease("");
        Digest other = write(home("com.acme:two:2.0"), "two", "2.0", "7", "acme/two", 5);

        assertThat(last(promote()))
                .contains("Refused the release 'com.acme:shop:1.0': its member 'com.acme:two:2.0' from ")
                .contains("is not the one that was released: its digest is " + other + ", and the lock has " + two)
                .endsWith("Deploy the build that was released again, or release what is there now (mvn deploy in the"
                        + " release's project, under a new version).");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    /** Who reads the lock alone, as an approver does, believes it. */
    @ParameterizedTest
    @CsvSource({
        "mediaType, application/vnd.oci.image.index.v1+json",
        "mediaType, application/vnd.example.evil",
        "size, 1",
        "size, -1",
        "platforms, windows/arm64"
    })
    void promoteWhenTheLockSaysSomethingElseOfAMemberThanItsBuildRecordRefusesTheRelease(String member, String said)
            throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");
        Path file = place(RELEASE, "release.json");
        JsonObject lock = json(file);
        JsonObject one = lock.getAsJsonArray("members").get(0).getAsJsonObject();
        if (member.equals("platforms")) {
            JsonArray platforms = new JsonArray();
            platforms.add(said);
            one.add(member, platforms);
        } else if (member.equals("size")) {
            one.addProperty(member, Long.valueOf(said));
        } else {
            one.addProperty(member, said);
        }
        Files.write(file, Json.compact(lock));

        assertThat(last(promote()))
                .contains("its member 'com.acme:one:1.0' from ")
                .contains(
                        "is not the one that was released: the lock has another media type, size or platforms than its"
                                + " build record.");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenTheBuildRecordOfAMemberIsAnotherRefusesTheRelease() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");
        Path record = place("com.acme:one:1.0", "image.json");
        Files.writeString(record, Files.readString(record) + "\n");

        assertThat(last(promote())).contains("its build record is not the one that the lock has, sha256:");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenAMemberIsGoneRefusesTheReleaseAndNamesIt() throws IOException {
        deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        deployRelease("");
        Files.delete(place("com.acme:two:2.0", "image.tar"));

        assertThat(last(promote()))
                .startsWith("Of the release 'com.acme:shop:1.0': There is no artifact 'com.acme:two:tar:image:2.0'")
                .contains("Correct its coordinates, deploy it (mvn deploy), ");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenTheArchiveOfAMemberIsAnotherProjectsRefusesTheRelease() throws IOException {
        deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        deployRelease("");
        for (String file : List.of("image.tar", "image.json")) {
            Files.copy(
                    place("com.acme:one:1.0", file),
                    place("com.acme:two:2.0", file),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        assertThat(last(promote()))
                .contains(
                        "asked for was 'com.acme:two:2.0'; the archive says build '42' of 'com.acme:one:1.0'",
                        "Name the build that is meant (-Dimage.artifact, -Dimage.buildId)");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    /** It is the second of the environment: the first is asked before it. */
    @Test
    void promoteWhenARegistryCannotBeReachedWritesNothingToTheOthers() throws IOException {
        deploy("one", "1.0", "42");
        deploy("two", "2.0", "7");
        deployRelease("");
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registries>oci:" + directory.resolve("registry")
                        + ",http://127.0.0.1:1</registries><movingTags>latest</movingTags></environment></environments>");

        assertThat(last(promote("image.retries=0")))
                .contains("registry '127.0.0.1:1' does not answer (")
                .endsWith("Check <registry> of the environment (-Dimage.environments), and that the registry runs.");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenTheLockWasChangedAfterSigningRefusesIt() throws IOException {
        Digest one = deploy("one", "1.0", "42");
        deployRelease("key.pem");
        Path lock = place(RELEASE, "release.json");
        Files.writeString(lock, Files.readString(lock).replaceFirst("42", "43"));

        assertThat(last(promote()))
                .startsWith("Refused the release lock of com.acme:shop:json:release:1.0 from repository 'it' (")
                .contains(": it was changed after it was signed. Take it as the release left it");
        assertThat(last(promote("image.trustedKeys=key.pub"))).contains("it was changed after it was signed");
        assertThat(directory.resolve("registry")).doesNotExist();
        assertThat(one).isNotNull();
    }

    /** Who can write to the repository can take a signature away, and put others together. */
    @Test
    void promoteWhenAKeyIsNamedTakesNoLockThatItDidNotSign() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("key.pem");

        assertThat(last(promote("image.trustedKeys=other.pub")))
                .contains(
                        "no trusted key signed it, and a key is named that it is to be signed by (-Dimage.trustedKeys)");
        JsonObject unsigned = json(place(RELEASE, "release.json"));
        unsigned.remove("signature");
        Files.write(place(RELEASE, "release.json"), Json.compact(unsigned));
        assertThat(last(promote("image.trustedKeys=key.pub"))).contains("it is not signed, and a key is named");
        assertThat(last(call("rollback", "image.artifact=" + RELEASE, "image.trustedKeys=key.pub")))
                .contains("it is not signed, and a key is named");
        assertThat(last(promote("image.environments=signed.xml")))
                .contains("it is not signed, and environment 'prod' takes nothing else (<requireSignature>)");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    /** Whose records count is the failure; that nobody knows then who moved a tag follows of it. */
    @Test
    void verifyWhenAKeyIsNamedAndTheRecordsAreNotSignedNamesTheRecord() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("key.pem");
        promote();

        List<String> lines = call("verify", "image.artifact=" + RELEASE, "image.trustedKeys=key.pub");

        assertThat(last(lines))
                .contains("records of", "the record that build '1.0' was promoted here does not count: no trusted key");
        assertThat(lines)
                .anyMatch(line -> line.contains("it names this image, by a promotion whose record does not count"))
                .noneMatch(line -> line.contains("who moved it"));
    }

    @Test
    void promoteWhenTheEnvironmentsAreThoseOfTheLockTakesThemAsOfABuildRecord() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("key.pem");

        List<String> trusted =
                call("promote", "image.artifact=" + RELEASE, "image.environments=", "image.trustedKeys=key.pub");
        assertThat(trusted)
                .anyMatch(line -> line.startsWith(
                        "The environments come from the release lock of 'com.acme:shop:1.0', signed by key "))
                .anyMatch(line -> line.startsWith("Promoted"));
        assertThat(last(call("promote", "image.artifact=" + RELEASE, "image.environments=", "image.retries=1")))
                .contains("the release lock of com.acme:shop:json:release:1.0 from repository 'it'")
                .contains("which nobody vouches for (it is signed, and no key is named that it is to be signed by)")
                .contains("-Dimage.allowRegistries=oci:");
    }

    /** As of a build record: nobody knows who wrote it. */
    @Test
    void promoteWhenAnUnsignedLockNamesKeysOrServicesUsesNeither() throws IOException {
        try (Receiver service = Receiver.plain()) {
            Files.writeString(
                    directory.resolve("environments.xml"),
                    environments("<trustedKeys>key.pub</trustedKeys><checks><check><url>" + service.uri("/ask")
                            + "</url></check></checks>"));
            deploy("one", "1.0", "42");
            deployRelease("");

            assertThat(last(promote("image.environments=", "image.allowRegistries=oci:" + directory)))
                    .startsWith("Refused the environments of the release lock of com.acme:shop:json:release:1.0 from ")
                    .contains("environment 'prod' has ", "<checks>", "<trustedKeys>", "-Dimage.environments=FILE");
            assertThat(service.received()).isEmpty();
        }
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenTheEnvironmentOfTheLockIsUnknownSaysItOnceAndOfTheRelease() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("key.pem");

        List<String> lines = call(
                "promote",
                "image.artifact=" + RELEASE,
                "image.environments=",
                "image.trustedKeys=key.pub",
                "image.environment=tset");

        assertThat(last(lines)).startsWith("Unknown environment 'tset'");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("The environments come from"))
                .hasSize(1);
    }

    @Test
    void promoteWhenAnotherNumberIsAssertedRefusesTheRelease() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");

        assertThat(promote("image.buildId=99")).anyMatch(line -> line.startsWith("Promoted"));
        assertThat(last(promote("image.buildId=42")))
                .contains(
                        "asked for was build '42' of 'com.acme:shop:1.0'; it says release '99' of 'com.acme:shop:1.0'");
    }

    @Test
    void promoteWhenTheLockLiesUnderOtherCoordinatesRefusesIt() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");
        Path other = place("com.acme:shop:2.0", "release.json");
        Files.createDirectories(other.getParent());
        Files.copy(place(RELEASE, "release.json"), other);

        assertThat(last(call("promote", "image.artifact=com.acme:shop:2.0")))
                .contains("asked for was 'com.acme:shop:2.0'; it says release '99' of 'com.acme:shop:1.0'");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenTwoReleasesHaveAMemberWithOtherDigestsRefusesBoth() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");
        write(home("com.acme:one:1.0"), "one", "1.0", "42", "acme/one", 5);
        release(image("one", "1.0"));
        Path second = place("com.acme:second:1.0", "release.json");
        Files.createDirectories(second.getParent());
        Files.writeString(second, Files.readString(lock()).replace("com.acme:shop", "com.acme:second"));
        maven = new GoalCalls(directory);

        assertThat(last(call("promote", "image.artifact=com.acme:shop:1.0,com.acme:second:1.0")))
                .contains("its member 'com.acme:one:1.0'")
                .contains("is not the one that was released: its digest is ");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenTheLockNamesAMemberTwiceRefusesIt() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");
        Path file = place(RELEASE, "release.json");
        JsonObject lock = json(file);
        JsonObject again = lock.getAsJsonArray("members").get(0).deepCopy().getAsJsonObject();
        again.addProperty("digest", Digest.sha256(new byte[0]).toString());
        lock.getAsJsonArray("members").add(again);
        Files.write(file, Json.compact(lock));

        assertThat(last(promote()))
                .startsWith("Malformed release lock of com.acme:shop:json:release:1.0 from repository 'it' (")
                .contains("two of its members are of the repository 'acme/one'");
        assertThat(directory.resolve("registry")).doesNotExist();
    }

    @Test
    void promoteWhenTheLockIsOfANewerFormatSaysSo() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");
        Path file = place(RELEASE, "release.json");
        Files.writeString(file, Files.readString(file).replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"));

        assertThat(last(promote()))
                .contains("its format has version 2, and this version of image-promotion-maven-plugin");
    }

    @Test
    void promoteWhenOfflineTakesTheReleaseAsItWasDownloaded() throws IOException {
        deploy("one", "1.0", "42");
        deployRelease("");
        promote("image.dryRun=true");

        assertThat(call("promote", "image.artifact=" + RELEASE)).anyMatch(line -> line.startsWith("Promoted"));
        maven.offline();
        assertThat(promote()).anyMatch(line -> line.contains("taken as it was downloaded before"));
    }

    private List<String> release(Dependency... dependencies) throws IOException {
        maven.withRelease(dependencies);
        return call("release", "image.buildId=99");
    }

    /** As {@code mvn deploy} leaves it, of all that is deployed; {@code key} signs it, where there is one. */
    private void deployRelease(String key) throws IOException {
        List<Dependency> members = new java.util.ArrayList<>();
        for (String[] each : new String[][] {{"one", "1.0"}, {"two", "2.0"}}) {
            if (Files.exists(place("com.acme:" + each[0] + ":" + each[1], "image.tar"))) {
                members.add(image(each[0], each[1]));
            }
        }
        maven.withRelease(members.toArray(Dependency[]::new));
        call("release", "image.buildId=99", "image.signing.keyFile=" + key);
        Files.createDirectories(place(RELEASE, "release.json").getParent());
        Files.move(lock(), place(RELEASE, "release.json"), StandardCopyOption.REPLACE_EXISTING);
        maven = new GoalCalls(directory);
    }

    private List<String> promote(String... properties) throws IOException {
        String[] all = java.util.Arrays.copyOf(properties, properties.length + 1);
        all[properties.length] = "image.artifact=" + RELEASE;
        return call("promote", all);
    }

    private List<String> call(String goal, String... properties) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "image.remoteRepositories",
                "it::" + directory.resolve("repository").toUri(),
                "image.environments",
                "environments.xml",
                "image.environment",
                "prod"));
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        all.values().removeIf(String::isEmpty);
        if (goal.equals("release")) {
            all.remove("image.environment");
        }
        return maven.call(goal, all);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private Path lock() {
        return directory.resolve("target/shop-1.0-release.json");
    }

    private static JsonObject json(Path file) throws IOException {
        return Json.object(Files.readAllBytes(file), "lock");
    }

    private String environments(String more) {
        return "<environments><environment><id>prod</id><registry>oci:" + directory.resolve("registry")
                + "</registry><movingTags>latest</movingTags>" + more + "</environment></environments>";
    }

    private static Dependency image(String name, String version) {
        Dependency dependency = jar(name);
        dependency.setVersion(version);
        dependency.setType("tar");
        dependency.setClassifier("image");
        return dependency;
    }

    private static Dependency jar(String name) {
        Dependency dependency = new Dependency();
        dependency.setGroupId("com.acme");
        dependency.setArtifactId(name);
        dependency.setVersion("1.0");
        return dependency;
    }

    private Path home(String coordinates) {
        Coordinates of = Coordinates.of(coordinates);
        return directory.resolve(
                "repository/" + of.groupId().replace('.', '/') + "/" + of.artifactId() + "/" + of.version());
    }

    private Path place(String coordinates, String file) {
        Coordinates of = Coordinates.of(coordinates);
        return home(coordinates).resolve(of.artifactId() + "-" + of.version() + "-" + file);
    }

    private Digest deploy(String name, String version, String build) throws IOException {
        return write(home("com.acme:" + name + ":" + version), name, version, build, "acme/" + name);
    }

    private Digest write(Path there, String name, String version, String build, String repository) throws IOException {
        return write(there, name, version, build, repository, 1);
    }

    private Digest write(Path there, String name, String version, String build, String repository, int content)
            throws IOException {
        Files.createDirectories(there);
        Identity identity = new Identity(
                new Coordinates("com.acme", name, version), RepositoryName.of(repository), BuildId.of(build));
        TestImage image = TestImages.single((name + version).hashCode() + content, 400);
        Archives.write(there.resolve(name + "-" + version + "-image.tar"), image, identity);
        Records.of(identity, image.image().top(), List.of()).write(there.resolve(name + "-" + version + "-image.json"));
        return image.image().top().digest();
    }

    private String tag(String repository, String tag) throws IOException {
        String index = Files.readString(directory.resolve("registry/" + repository + "/index.json"));
        return Json.object(index.getBytes(StandardCharsets.UTF_8), "index")
                .getAsJsonArray("manifests")
                .asList()
                .stream()
                .map(entry -> entry.getAsJsonObject())
                .filter(entry -> entry.has("annotations")
                        && tag.equals(Json.annotations(entry, "annotations", "index")
                                .get("org.opencontainers.image.ref.name")))
                .map(entry -> entry.get("digest").getAsString())
                .findFirst()
                .orElse("absent");
    }
}
