package io.github.imagepromotion.plugin.config;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.Calls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Activation;
import org.apache.maven.model.ActivationProperty;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Profile;
import org.apache.maven.model.ReportPlugin;
import org.apache.maven.model.Reporting;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maven takes {@code yes} for {@code false}, and passes over what it does not know; both promoted to prod. */
class ConfigurationCheckTest {
    private static final Pattern PROPERTY = Pattern.compile("-D(image\\.[A-Za-z.]*[A-Za-z])\\b(?!\\.)");

    private MavenProject project = Calls.project();

    private Optional<String> check(Map<String, String> properties) {
        return check("promote", session(properties));
    }

    private MavenSession session(Map<String, String> properties) {
        MavenSession session = Calls.session(properties, Map.of());
        session.setProjects(List.of(project));
        session.setCurrentProject(project);
        return session;
    }

    private Optional<String> check(String goal, MavenSession session) {
        return new ConfigurationCheck(session, project, Calls.call(goal)).run();
    }

    /** Goal, element and property of everything that is true or false. */
    private static Stream<String[]> flags() {
        List<String[]> flags = new ArrayList<>();
        for (MojoDescriptor goal : Calls.descriptor().getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                if (parameter.getType().equals("boolean") && !goal.getGoal().equals("help")) {
                    flags.add(new String[] {
                        goal.getGoal(),
                        parameter.getName(),
                        KnownNames.property(goal, parameter).orElseThrow()
                    });
                }
            }
        }
        assertThat(flags).hasSizeGreaterThan(30);
        return flags.stream();
    }

    @ParameterizedTest
    @MethodSource("flags")
    void flagWhenItIsNeitherTrueNorFalseIsRefusedWhereverItIsSaid(String goal, String element, String property) {
        for (String illegal : List.of("yes", "1", "on", "tru", " true", "no", "0")) {
            assertThatThrownBy(() -> check(goal, session(Map.of(property, illegal))))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("<" + element + ">", "-D" + property, "true or false");
            project = Calls.project(element(element, illegal));
            assertThatThrownBy(() -> check(goal, session(Map.of())))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("<" + element + ">", "-D" + property);
            project = Calls.project();
            project.getProperties().setProperty(property, illegal);
            assertThatThrownBy(() -> check(goal, session(Map.of())))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("-D" + property);
            project = Calls.project();
        }
        for (String legal : List.of("true", "false", "TRUE", "False", "")) {
            assertThat(check(goal, session(Map.of(property, legal)))).isEmpty();
            project = Calls.project(element(element, legal));
            assertThat(check(goal, session(Map.of()))).isEmpty();
            project = Calls.project();
        }
    }

    /** Maven sets what nothing sets to {@code false}. */
    @Test
    void flagWhenNothingSetsItsExpressionIsRefused() {
        project = Calls.project(element("thin", "${thin}"));
        assertThatThrownBy(() -> check(Map.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<thin>", "-Dimage.thin", "'${thin}'", "nothing sets");
        assertThat(check(Map.of("thin", "true"))).isEmpty();
        assertThatThrownBy(() -> check(Map.of("thin", "yes"))).hasMessageContaining("'yes'");
    }

    @Test
    void flagWhenItIsReadByHandIsHeldToTheSame() {
        assertThatThrownBy(() -> check(Map.of("image.skipPom", "no"))).hasMessageContaining("-Dimage.skipPom");
    }

    @ParameterizedTest
    @CsvSource({
        "image.dryrun, image.dryRun",
        "image.DRYRUN, image.dryRun",
        "image.dryRum, image.dryRun",
        "image.enviroment, image.environment",
        "image.environmnt, image.environment",
        "image.environemnt, image.environment",
        "image.buildid, image.buildId",
        "image.allowinsecure, image.allowInsecure",
        "image.from.Image, image.from.image",
        "image.signing.keyfile, image.signing.keyFile",
        "image.container.mainclass, image.container.mainClass",
        "image.repositry, image.repository",
        "image.To, image.to"
    })
    void propertyWhenItIsNearlyAKnownOneIsRefusedWithTheOneThatIsMeant(String written, String meant) {
        assertThatThrownBy(() -> check(Map.of(written, "true")))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("-D" + written, "-D" + meant);
    }

    /** A project of its own may call its properties so. */
    @ParameterizedTest
    @ValueSource(strings = {"image.tag", "image.name", "image.registry", "image.version", "image.t"})
    void propertyWhenItIsUnknownIsWarnedOfOnceACall(String name) {
        MavenSession session = session(Map.of(name, "x"));
        assertThat(check("build", session))
                .hasValueSatisfying(line -> assertThat(line).contains("-D" + name, "changes nothing"));
        assertThat(check("publish", session)).isEmpty();
    }

    @Test
    void propertyWhenThePomRefersToItIsTaken() {
        Model parent = new Model();
        parent.addProperty("tag", "x-${image.tag}");
        MavenProject above = new MavenProject();
        above.setOriginalModel(parent);
        project.setParent(above);
        assertThat(check(Map.of("image.tag", "x"))).isEmpty();

        ActivationProperty property = new ActivationProperty();
        property.setName("!image.builder");
        Profile profile = new Profile();
        profile.setActivation(new Activation());
        profile.getActivation().setProperty(property);
        parent.addProfile(profile);
        assertThat(check(Map.of("image.builder", "x"))).isEmpty();
    }

    @Test
    void propertyWhenThereIsNoPomIsRefused() {
        project.setFile(null);
        assertThatThrownBy(() -> check(Map.of("image.tag", "x")))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("-Dimage.tag", "no POM");
    }

    @Test
    void propertyWhenThePomHasNearlyAKnownOneIsWarnedOf() {
        project.getProperties().setProperty("image.enviroment", "prod");
        project.getProperties().setProperty("image.version", "1");
        assertThat(check(Map.of())).hasValueSatisfying(line -> assertThat(line)
                .contains("image.enviroment", "image.environment")
                .doesNotContain("image.version"));
    }

    /** What the documents and messages tell people to write, and what the code reads, is known. */
    @Test
    void propertyWhenAnythingNamesItIsKnown() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String root : List.of("docs", "README.md", "src/main/java", "src/it", "bin", "CONTRIBUTING.md")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file ->
                                file.toString().matches(".*\\.(md|java|properties|xml|groovy|sh|yml)|bin/[a-z-]+"))
                        .toList()) {
                    Matcher matcher = PROPERTY.matcher(Files.readString(file));
                    while (matcher.find()) {
                        named.add(matcher.group(1));
                    }
                }
            }
        }
        named.removeIf(name -> name.matches("image\\.((.+\\.)?(password|passphrase)|dryrun|enviroment|tag)"));
        assertThat(named).hasSizeGreaterThan(40);
        Properties.NESTED.forEach(name -> named.add("image." + name));
        for (String name : named) {
            assertThat(check(Map.of(name, ""))).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "repo, <repository>",
        "enviroments, <environments>",
        "Repository, <repository>",
        "extraDirectorys, <extraDirectories>",
        "tag, docs/goals/parameters.md"
    })
    void elementWhenNoGoalKnowsItIsRefusedWithTheOneThatIsMeant(String written, String meant) {
        project = Calls.project(element(written, "acme/shop"));
        assertThatThrownBy(() -> check(Map.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<" + written + ">", "'shop'", meant);
    }

    @Test
    void elementWhenItStandsInAnExecutionOrInReportingIsRefusedToo() {
        PluginExecution bound = new PluginExecution();
        bound.setId("thin-one");
        bound.setConfiguration(element("configuration", null, element("thinn", "true")));
        project.getBuild().getPlugins().get(0).addExecution(bound);
        assertThatThrownBy(() -> check(Map.of())).hasMessageContainingAll("<thinn>", "'thin-one'", "<thin>");

        project = Calls.project();
        ReportPlugin report = new ReportPlugin();
        report.setGroupId(Calls.descriptor().getGroupId());
        report.setArtifactId(Calls.descriptor().getArtifactId());
        report.setConfiguration(element("configuration", null, element("build", "5")));
        project.getModel().setReporting(new Reporting());
        project.getModel().getReporting().addPlugin(report);
        assertThatThrownBy(() -> check(Map.of())).hasMessageContainingAll("<build>", "<reporting>", "<builds>");
    }

    /** What is said for all goals is said once, and each takes what it knows; jib's elements may stay. */
    @Test
    void elementWhenAnotherGoalKnowsItIsTaken() {
        List<Xpp3Dom> elements = new ArrayList<>();
        for (String name : List.of(
                "source", "from", "to", "container", "extraDirectories", "outputPaths", "dockerClient", "columns")) {
            elements.add(element(name, "x"));
        }
        project = Calls.project(elements.toArray(new Xpp3Dom[0]));
        assertThat(check(Map.of())).isEmpty();
    }

    @Test
    void elementWhenItIsSaidForCalledGoalsOnlyIsSeen() {
        project = new MavenProject();
        project.setArtifactId("shop");
        project.getBuild().setPluginManagement(new org.apache.maven.model.PluginManagement());
        project.getBuild().getPluginManagement().addPlugin(Calls.plugin(element("repo", "acme/shop")));
        assertThatThrownBy(() -> check(Map.of())).hasMessageContaining("<repo>");
    }

    /** A gate that nothing sets would be none. */
    @Test
    void environmentWhenNothingSetsItsExpressionIsRefused() {
        MojoExecution execution = Calls.call("promote");
        Expressions expressions = new Expressions(session(Map.of("soak", "PT1H")), execution);
        Xpp3Dom environments = element(
                "environments",
                null,
                element("environment", null, element("soak", "${soak}"), element("after", "${befor}")));
        assertThatThrownBy(() -> expressions.refuseUnset(environments))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<after>", "'${befor}'", "nothing sets");
        expressions.refuseUnset(element("environments", null, element("text", "costs ${x} and more")));
    }
}
