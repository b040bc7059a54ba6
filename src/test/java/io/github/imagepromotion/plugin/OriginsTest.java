package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.environment.Withheld;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.config.ConfiguredAs;
import io.github.imagepromotion.plugin.config.EnvironmentParameter;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.plugin.config.Expressions;
import io.github.imagepromotion.plugin.config.Origins;
import io.github.imagepromotion.plugin.config.OutsideValues;
import io.github.imagepromotion.plugin.config.PomConfiguration;
import io.github.imagepromotion.plugin.config.SessionProperties;
import io.github.imagepromotion.registry.Redactor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.Profile;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingResult;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes from an environment variable, a property of the command line or of settings.xml may be a secret, whatever it is
 * called and wherever it passes through on its way: a canary in each parameter of each goal, in POMs that Maven reads.
 */
class OriginsTest {
    private static final String CANARY = "kanarienvogel-9W";

    /** Everything in an environment that may hold a text, with the canary in {@code %1$s}. */
    private static final String ENVIRONMENTS =
            """
            <environments>
              <environment>
                <id>dev</id><registry>oci:here</registry><movingTags>latest</movingTags><serverId>%1$s</serverId>
              </environment>
              <environment>
                <id>prod</id><registries>a.example,b.example/x</registries><after>dev</after><soak>PT1H</soak>
                <usernameEnv>%1$s</usernameEnv><passwordEnv>%1$s</passwordEnv><caFile>%1$s</caFile>
                <keystore>%1$s</keystore><keystoreServerId>%1$s</keystoreServerId><realms>%1$s</realms>
                <requireDocuments>%1$s</requireDocuments><branches>%1$s</branches>
                <freezes><freeze><cron>0 18 * * FRI</cron><duration>PT60H</duration><zone>UTC</zone>
                  <reason>%1$s</reason></freeze></freezes>
                <checks><check><url>https://opa.example/%1$s</url><success>%1$s</success><pending>%1$s</pending>
                  <serverId>%1$s</serverId><hmacEnv>%1$s</hmacEnv><caFile>%1$s</caFile></check></checks>
                <scans><scan><type>trivy</type><exceptions><exception><id>%1$s</id><until>2026-12-31</until>
                  <reason>%1$s</reason></exception></exceptions></scan></scans>
                <notifications>
                  <webhook><url>https://hooks.example/%1$s</url><template>%1$s</template><contentType>%1$s</contentType>
                    <serverId>%1$s</serverId><tokenEnv>%1$s</tokenEnv><hmacEnv>%1$s</hmacEnv></webhook>
                  <kubernetes><deployment>%1$s</deployment><container>%1$s</container><namespace>%1$s</namespace>
                    <kubeconfig>%1$s</kubeconfig><context>%1$s</context></kubernetes>
                  <azureAppService><subscription>%1$s</subscription><resourceGroup>%1$s</resourceGroup><app>%1$s</app>
                    <endpoint>https://azure.example/%1$s</endpoint></azureAppService>
                  <gitOps><directory>%1$s</directory><file>%1$s</file></gitOps>
                </notifications>
                <deployed><url>https://shop.example/%1$s</url><path>%1$s</path><pattern>%1$s</pattern>
                  <serverId>%1$s</serverId></deployed>
              </environment>
            </environments>
            """;

    /** What has elements of its own; a goal that does not know it passes over it. */
    private static final Map<String, String> NESTED = Map.of(
            "environments",
            ENVIRONMENTS,
            "signing",
            "<signing><keyFile>%1$s</keyFile><serverId>%1$s</serverId></signing>",
            "from",
            "<from><image>%1$s</image><serverId>%1$s</serverId><mirrors><mirror>a=%1$s</mirror>"
                    + "<mirror>b=c</mirror></mirrors><credHelper>%1$s</credHelper></from>",
            "to",
            "<to><image>%1$s</image></to>",
            "container",
            "<container><mainClass>%1$s</mainClass><args><arg>%1$s</arg></args><environment><A>%1$s</A>"
                    + "</environment><labels><b>%1$s</b></labels><user>%1$s</user></container>",
            "extraDirectories",
            "<extraDirectories><paths><path>%1$s</path></paths></extraDirectories>",
            "attachments",
            "<attachments><attachment><file>%1$s</file><type>a/b</type></attachment></attachments>",
            "annotations",
            "<annotations><a>%1$s</a></annotations>",
            "dockerClient",
            "<dockerClient><environment><X>" + CANARY + "</X></environment></dockerClient>",
            "outputPaths",
            "<outputPaths><tar>" + CANARY + "</tar></outputPaths>");

    /** What promotion needs, or the image says itself: told as it is. */
    private static final Set<String> TOLD = Set.of("repository", "buildId");

    @TempDir
    private Path directory;

    private MavenProject project = new MavenProject();
    private MavenSession session = Calls.session(Map.of(), Map.of());
    private MojoExecution execution = Calls.call("build");

    /** A way for a value to get into the configuration. */
    enum Way {
        VARIABLE("${env.DB_PWD}", "", ""),
        COMMAND_LINE("${shop.password}", "", ""),
        COMMAND_LINE_IN_A_WORD("x-${shop.password}", "", ""),
        SETTINGS("${from.settings}", "", ""),
        PROPERTY("${one}", "<properties><one>${two}</one><two>${env.DB_PWD}</two></properties>", ""),
        PARENT("${one}", "", "<properties><one>${env.DB_PWD}</one></properties>"),
        PARENT_BY_COMMAND_LINE("${one}", "", "<properties><one>a${shop.password}</one></properties>"),
        OF_OURS("${image.validFor}", "<properties><image.validFor>${env.DB_PWD}</image.validFor></properties>", ""),
        PROFILE(
                "${one}",
                "<profiles><profile><id>p</id><activation><property><name>q</name></property></activation>"
                        + "<properties><one>${env.DB_PWD}</one></properties></profile></profiles>",
                ""),
        DESCRIPTION("${project.description}", "<description>${env.DB_PWD}</description>", "");

        private final String text;
        private final String child;
        private final String parent;

        Way(String text, String child, String parent) {
            this.text = text;
            this.child = child;
            this.parent = parent;
        }
    }

    private static Stream<String> configurations() {
        return Stream.of("plugin", "execution", "management", "profile", "parent");
    }

    /** Reads POMs as Maven does: the project's, and its parent's beside it. */
    private void read(String configuration, String where, Way way) throws IOException, ModelBuildingException {
        String plugin = "<plugins><plugin><groupId>io.github.imagepromotion</groupId>"
                + "<artifactId>image-promotion-maven-plugin</artifactId><version>1</version>%s"
                + "<executions><execution><id>bound</id><goals><goal>build</goal></goals>%s</execution></executions>"
                + "</plugin></plugins>";
        String element = "<configuration>" + configuration + "</configuration>";
        String bound =
                plugin.formatted(where.equals("plugin") ? element : "", where.equals("execution") ? element : "");
        String above = where.equals("parent")
                ? "<build>" + plugin.formatted(element, "") + "</build>"
                : where.equals("management")
                        ? "<build><pluginManagement>" + plugin.formatted(element, "") + "</pluginManagement></build>"
                        : "";
        String profiles = where.equals("profile")
                ? "<profiles><profile><id>q</id><activation><property><name>q</name></property></activation><build>"
                        + plugin.formatted(element, "") + "</build></profile></profiles>"
                : "";
        String head = "<project><modelVersion>4.0.0</modelVersion>%s<groupId>g</groupId><artifactId>%s</artifactId>"
                + "<version>1</version><packaging>pom</packaging>%s</project>";
        String child = where.equals("profile") && way.child.contains("<profiles>")
                ? way.child.replace("</profiles>", profiles.replace("<profiles>", ""))
                : way.child + profiles;
        File parentFile = write("pom.xml", head.formatted("", "above", way.parent + above));
        File file = write(
                "shop/pom.xml",
                head.formatted(
                        "<parent><groupId>g</groupId><artifactId>above</artifactId><version>1</version></parent>",
                        "shop",
                        child + "<build>" + bound + "</build>"));
        session = Calls.session(
                Map.of("shop.password", CANARY, "q", "1", "image.drop", "/share"), Map.of("DB_PWD", CANARY));
        session.getRequest().addProfile(settings());
        project = project(build(file));
        MavenProject parent = project(build(parentFile));
        project.setParent(parent);
        project.setFile(file);
        session.setProjects(List.of(project));
        session.setCurrentProject(project);
    }

    private static Profile settings() {
        Profile profile = new Profile();
        profile.setId("of-settings");
        profile.addProperty("from.settings", CANARY);
        return profile;
    }

    private static MavenProject project(ModelBuildingResult result) {
        MavenProject project = new MavenProject(result.getEffectiveModel());
        project.setOriginalModel(result.getRawModel());
        return project;
    }

    private File write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toFile();
    }

    private ModelBuildingResult build(File file) throws ModelBuildingException {
        ModelBuildingRequest request = new DefaultModelBuildingRequest();
        request.setPomFile(file);
        request.setSystemProperties(session.getSystemProperties());
        request.setUserProperties(session.getUserProperties());
        request.setProfiles(List.of(settings()));
        request.setActiveProfileIds(List.of("of-settings"));
        request.setProcessPlugins(true);
        return new DefaultModelBuilderFactory().newInstance().build(request);
    }

    private Plugin plugin() {
        return new PomConfiguration(project, execution).plugin().orElseThrow();
    }

    /** As Maven hands it to the goal. */
    private MojoExecution bound(String goal) {
        MojoExecution bound = new MojoExecution(plugin(), goal, "bound");
        bound.setMojoDescriptor(Calls.descriptor().getMojo(goal));
        bound.setConfiguration(
                (Xpp3Dom) Objects.requireNonNull(plugin().getExecutionsAsMap().get("bound"))
                        .getConfiguration());
        return bound;
    }

    private static String elements(Way way) {
        StringBuilder elements = new StringBuilder();
        for (String name : names()) {
            String element = NESTED.getOrDefault(name, "<" + name + ">%1$s</" + name + ">");
            elements.append(element.formatted(way.text));
        }
        return elements.toString();
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (MojoDescriptor goal : Calls.descriptor().getMojos()) {
            if (!goal.getGoal().equals("help")) {
                goal.getParameters().stream()
                        .filter(Parameter::isEditable)
                        .map(Parameter::getName)
                        .forEach(names::add);
            }
        }
        assertThat(names).hasSizeGreaterThan(40).containsAll(NESTED.keySet());
        return names;
    }

    private String provenance() {
        return new ConfiguredAs(directory, new Redactor(), new Origins(session, project, execution))
                .json(new SessionProperties(session, project), project, execution)
                .toString();
    }

    private Environments recorded() {
        return EnvironmentsFile.parse(new Origins(session, project, execution)
                .recorded(
                        execution.getConfiguration().getChild("environments"),
                        "environments",
                        EnvironmentParameter::isRecordedByValue));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void recordedWhenAnythingComesFromOutsideIsItsExpression(String where) throws Exception {
        for (Way way : Way.values()) {
            read(elements(way), where, way);
            for (MojoDescriptor goal : Calls.descriptor().getMojos()) {
                execution = bound(goal.getGoal());
                String json = provenance();
                for (String name : TOLD) {
                    json = json.replaceFirst("\"" + name + "\":\"[^\"]*" + CANARY + "[^\"]*\",?", "");
                }
                assertThat(json)
                        .as("%s %s", way, goal.getGoal())
                        .doesNotContain(CANARY)
                        .contains(way.text);
                assertThat(json.contains("\"image.drop\":\"/share\""))
                        .as("whether %s reads and records it", goal.getGoal())
                        .isEqualTo(goal.getParameterMap().containsKey("drop"));
            }
            assertThat(new String(Json.compact(recorded().list()), UTF_8))
                    .as("%s", way)
                    .doesNotContain(CANARY);
            assertThat(recorded().find("dev").map(Environment::location).flatMap(Location::serverId))
                    .contains(way.text);
        }
    }

    /** What is said with a decision, a rollback or an override is read by everyone who reads the registry. */
    @ParameterizedTest
    @MethodSource("configurations")
    void writtenWhenAReasonComesFromOutsideIsItsExpression(String where) throws Exception {
        for (Way way : Way.values()) {
            read("<reason>" + way.text + "</reason><override>" + way.text + "</override>", where, way);
            AbstractImageMojo mojo =
                    new AbstractImageMojo(request -> {
                        throw new UnsupportedOperationException();
                    }) {
                        @Override
                        protected void run() {}
                    };
            mojo.session = session;
            mojo.project = project;
            mojo.execution = bound("rollback");
            for (String element : List.of("reason", "override")) {
                String value =
                        new Expressions(session, mojo.execution).value(way.text).orElseThrow();
                assertThat(value).contains(CANARY);
                assertThat(mojo.origins().written(element, value)).as("%s", way).contains(way.text);
                session.getUserProperties().setProperty("image." + element, "JIRA-1");
                assertThat(mojo.origins().written(element, "JIRA-1")).contains("JIRA-1");
            }
        }
    }

    /** The log shows what the record does. */
    @ParameterizedTest
    @MethodSource("configurations")
    void logWhenItWouldTellWhatComesFromOutsideTellsItsExpression(String where) throws Exception {
        for (Way way : Way.values()) {
            read(elements(way).replaceAll("<(repository|buildId|environment|artifact|to)>[^<]*</\\1>", ""), where, way);
            execution = bound("build");
            Redactor redactor = new Redactor();
            new OutsideValues(session, project, execution).hideIn(redactor);
            String value =
                    execution.getConfiguration().getChild("cacheDirectory").getValue();
            assertThat(value).contains(CANARY);
            assertThat(redactor.clean("in '" + value + "/x' and https://hooks.example/" + value + " as /" + value))
                    .as("%s", way)
                    .doesNotContain(CANARY)
                    .contains("in '" + way.text + "/x'");
        }
    }

    @Test
    void recordedWhenThePomSaysItItselfIsTheValue() throws Exception {
        read(
                ("<repository>${env.REPO}</repository><drop>${share}/x</drop><container><user>${project.artifactId}</user>"
                        + "</container><environments><environment><id>dev</id><registry>oci:${shop.password}</registry>"
                        + "<movingTags>${shop.password}</movingTags><serverId>${id}</serverId></environment>"
                        + "</environments>"),
                "plugin",
                Way.VARIABLE);
        execution = bound("build");
        assertThat(recorded().list().get(0).registries()).hasToString("[oci:" + CANARY + "]");
        assertThat(recorded().list().get(0).movingTags()).hasToString("[" + CANARY + "]");
        assertThat(provenance()).contains("\"user\":\"shop\"");
    }

    /** Names are no list of what is secret: a harmless one is told, wherever it stands. */
    @ParameterizedTest
    @ValueSource(strings = {"shop-token", "${name}", "${image.validFor}"})
    void recordedWhenAPropertyOfThePomSaysItIsTheValue(String text) throws Exception {
        read("<serverId>" + text + "</serverId>", "plugin", Way.VARIABLE);
        write(
                "shop/pom.xml",
                Files.readString(directory.resolve("shop/pom.xml"))
                        .replace(
                                "<packaging>pom</packaging>",
                                "<packaging>pom</packaging><properties><name>shop-token</name>"
                                        + "<image.validFor>shop-token</image.validFor></properties>"));
        project = project(build(directory.resolve("shop/pom.xml").toFile()));
        session.setCurrentProject(project);
        execution = bound("build");
        assertThat(provenance()).contains("\"serverId\":\"shop-token\"");
    }

    @Test
    void recordedWhenAnAddressIsOfAServiceIsItsHost() {
        List<Environment> list = new ArrayList<>();
        list.add(new EnvironmentsFileForTests(directory)
                .read("<checks><check><url>https://opa.example:8443/v1/secret?x=y</url></check></checks>"
                        + "<notifications><webhook><url>https://hooks.example/T/secret</url></webhook>"
                        + "<webhook><url>env:HOOK</url></webhook><webhook><url>https://plain.example</url></webhook>"
                        + "</notifications><deployed><url>http://shop.example/secret</url></deployed>")
                .withoutPaths());
        String json = new String(Json.compact(list), UTF_8);
        assertThat(json)
                .doesNotContain("secret")
                .contains(
                        "https://opa.example:8443/***",
                        "https://hooks.example/***",
                        "env:HOOK",
                        "\"https://plain.example\"");
        assertThat(Withheld.elements(list.get(0))).containsExactly("url");
    }

    /** A gate or a notification that a record does not tell is not passed over. */
    @Test
    void environmentsWhenARecordDoesNotTellAllRefuseToBePromotedTo() {
        String service = "<deployed><url>https://shop.example/x</url></deployed>";
        Environment told = new EnvironmentsFileForTests(directory).read(service).withoutPaths();
        Environments signed = new Environments(List.of(told), EnvironmentSource.SIGNED);

        assertThat(signed.select(List.of("prod"))).hasSize(1);
        assertThatThrownBy(() -> signed.selectToPromote(List.of("prod")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'prod'", "<url>https://shop.example/***</url>", "-Dimage.environments", "env:NAME"));
        Environment login = new EnvironmentsFileForTests(directory).read("<serverId>${env.X}</serverId>");
        assertThatThrownBy(() -> new Environments(List.of(login), EnvironmentSource.SIGNED).select(List.of("prod")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("<serverId>${env.X}</serverId>");
    }

    private static final class EnvironmentsFileForTests {
        private final Path directory;

        EnvironmentsFileForTests(Path directory) {
            this.directory = directory;
        }

        Environment read(String elements) {
            try {
                Path file = Files.writeString(
                        directory.resolve("environments.xml"),
                        "<environments><environment><id>prod</id><registry>r.example</registry>" + elements
                                + "</environment></environments>");
                return new EnvironmentsFile(file.toFile()).read().list().get(0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
