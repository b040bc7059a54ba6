package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.plugin.config.KnownNames;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a property says is taken or refused in a sentence: no goal ends in something that nobody thought of. */
@MojoTest
class OddValuesTest {
    private static final String POM = "src/test/resources/mojo/defaults/pom.xml";

    private static final List<String> VALUES = List.of(
            " ",
            "-1",
            "99999999999999999999",
            "a:b:c:d:e:f",
            "a\u0000b",
            "\u00fc~#",
            "a,,b",
            "=",
            "[",
            "%",
            "${x}",
            "http://[",
            "oci:",
            "P1Y",
            "sha256:00",
            "{",
            "/");

    private static final Identity SHOP = Archives.identity("shop", "42");

    /** Goals that get to their end where every value is right; the others lack a key, or a build to go back to. */
    private static final Set<String> SUCCEEDING = Set.of("promote", "status", "report", "build", "import");

    private final RepositorySystem resolver = GoalCalls.resolver();
    private boolean project;

    @TempDir
    private Path directory;

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    void promoteWhenAPropertyIsOddTakesItOrSaysSo(PromoteMojo mojo) throws Exception {
        each(mojo, "promote");
    }

    @Test
    @InjectMojo(goal = "verify", pom = POM)
    void verifyWhenAPropertyIsOddTakesItOrSaysSo(VerifyMojo mojo) throws Exception {
        each(mojo, "verify");
    }

    @Test
    @InjectMojo(goal = "status", pom = POM)
    void statusWhenAPropertyIsOddTakesItOrSaysSo(StatusMojo mojo) throws Exception {
        each(mojo, "status");
    }

    @Test
    @InjectMojo(goal = "report", pom = POM)
    void reportWhenAPropertyIsOddTakesItOrSaysSo(ReportMojo mojo) throws Exception {
        each(mojo, "report");
    }

    @Test
    @InjectMojo(goal = "rollback", pom = POM)
    void rollbackWhenAPropertyIsOddTakesItOrSaysSo(RollbackMojo mojo) throws Exception {
        each(mojo, "rollback");
    }

    @Test
    @InjectMojo(goal = "approve", pom = POM)
    void approveWhenAPropertyIsOddTakesItOrSaysSo(ApproveMojo mojo) throws Exception {
        each(mojo, "approve");
    }

    @Test
    @InjectMojo(goal = "reject", pom = POM)
    void rejectWhenAPropertyIsOddTakesItOrSaysSo(RejectMojo mojo) throws Exception {
        each(mojo, "reject");
    }

    @Test
    @InjectMojo(goal = "build", pom = POM)
    void buildWhenAPropertyIsOddTakesItOrSaysSo(BuildMojo mojo) throws Exception {
        project = true;
        each(mojo, "build");
    }

    @Test
    @InjectMojo(goal = "import", pom = POM)
    void importWhenAPropertyIsOddTakesItOrSaysSo(ImportMojo mojo) throws Exception {
        project = true;
        each(mojo, "import");
    }

    private void each(AbstractImageMojo mojo, String goal) throws Exception {
        record();
        List<String> unexpected = new ArrayList<>();
        MojoExecution execution = Calls.call(goal);
        Artifact plugin =
                new DefaultArtifact("io", "image", "1", null, "maven-plugin", "", new DefaultArtifactHandler("jar"));
        plugin.setFile(Files.createFile(directory.resolve("plugin.jar")).toFile());
        execution.getMojoDescriptor().getPluginDescriptor().setPluginArtifact(plugin);
        Map<Field, @Nullable Object> fresh = fields(mojo);
        if (SUCCEEDING.contains(goal)) {
            assertThat(run(mojo, execution, "image.retries", "0")).isEmpty();
        }
        for (Parameter parameter : execution.getMojoDescriptor().getParameters()) {
            Optional<String> property = KnownNames.property(execution.getMojoDescriptor(), parameter);
            for (String value : property.isPresent() ? VALUES : List.<String>of()) {
                for (Map.Entry<Field, Object> field : fresh.entrySet()) {
                    field.getKey().set(mojo, field.getValue());
                }
                run(mojo, execution, property.orElseThrow(), value)
                        .filter(message -> message.startsWith("Unexpected"))
                        .ifPresent(message -> unexpected.add(property + "=" + value + ": " + message));
            }
        }
        assertThat(unexpected).isEmpty();
    }

    /** What a goal has before it is configured: Maven makes a new one for each call. */
    private static Map<Field, @Nullable Object> fields(Object mojo) throws IllegalAccessException {
        Map<Field, @Nullable Object> fields = new HashMap<>();
        for (Class<?> type = mojo.getClass(); type != null && type != AbstractMojo.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                    field.setAccessible(true);
                    fields.put(field, field.get(mojo));
                }
            }
        }
        return fields;
    }

    private Optional<String> run(AbstractImageMojo mojo, MojoExecution execution, String property, String value) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "image.file",
                directory.resolve("shop-image.tar").toString(),
                "image.environment",
                "prod",
                "image.retries",
                "0",
                "image.allowRegistries",
                "oci:" + directory));
        if (project) {
            properties.keySet().removeAll(List.of("image.file", "image.environment", "image.retries"));
            properties.putAll(Map.of(
                    "image.from.image",
                    "scratch",
                    "image.checkStart",
                    "false",
                    "image.container.entrypoint",
                    "/bin/true",
                    "image.source",
                    "oci-archive:" + directory.resolve("shop-image.tar")));
        }
        properties.put(property, value);
        MavenSession session = Calls.session(properties, Map.of());
        GoalCalls.withLocalRepository(session, resolver, directory.resolve("local"));
        session.getRequest().setBaseDirectory(directory.toFile());
        session.getRequest().getSystemProperties().setProperty("user.dir", directory.toString());
        mojo.project.setFile(project ? directory.resolve("pom.xml").toFile() : null);
        mojo.project.getBuild().setDirectory(directory.resolve("target").toString());
        mojo.project.setArtifact(
                new DefaultArtifact("acme", "shop", "1", null, "jar", null, new DefaultArtifactHandler("jar")));
        mojo.project.getAttachedArtifacts().clear();
        session.setProjects(new ArrayList<>(List.of(mojo.project)));
        mojo.session = session;
        mojo.execution = execution;
        try {
            mojo.execute();
            return Optional.empty();
        } catch (MojoFailureException | MojoExecutionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void record() throws IOException {
        TestImage image = TestImages.single(1, 400);
        Archives.write(directory.resolve("shop-image.tar"), image, SHOP);
        Path file = Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registry>oci:" + directory
                        + "/prod</registry></environment></environments>");
        Records.of(
                        SHOP,
                        image.image().top(),
                        new EnvironmentsFile(file.toFile()).read().list())
                .write(directory.resolve("shop-image.json"));
    }
}
