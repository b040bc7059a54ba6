package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The environments of a call: those of the file, if one is set, otherwise those of the POM. */
public final class ConfiguredEnvironments {
    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;
    private final Optional<File> file;
    private final Optional<List<EnvironmentParameter>> configured;

    /**
     * @param file a file that replaces the configured ones
     * @param configured the environments that Maven read from the POM
     */
    public ConfiguredEnvironments(
            MavenSession session,
            MavenProject project,
            MojoExecution execution,
            Optional<File> file,
            Optional<List<EnvironmentParameter>> configured) {
        this.session = session;
        this.project = project;
        this.execution = execution;
        this.file = file;
        this.configured = configured;
    }

    /**
     * @return the environments of this call, in order; empty if there are none
     * @throws io.github.imagepromotion.image.ImageException if one is invalid
     */
    public Optional<Environments> get() throws IOException {
        if (file.isEmpty() && execution.getConfiguration() != null) {
            Optional.ofNullable(execution.getConfiguration().getChild(EnvironmentsFile.ELEMENT))
                    .ifPresent(new Expressions(session, execution)::refuseUnset);
        }
        Optional<Environments> known = file.isPresent()
                ? Optional.of(new EnvironmentsFile(file.get()).read())
                : configured.map(EnvironmentParameter::environments);
        return known.isPresent() ? Optional.of(checked(known.get())) : known;
    }

    private Environments checked(Environments known) throws IOException {
        LoginInPom.refuseInAddresses(known);
        Expressions.refuseIn(known);
        return keyFiles().inline(known);
    }

    /** {@return the environments that another module has configured for this goal} */
    public Environments of(MavenProject module) throws IOException {
        if (file.isPresent()) {
            return get().orElseThrow();
        }
        Optional<Xpp3Dom> written =
                new PomConfiguration(module, execution).of(execution.getGoal(), EnvironmentsFile.ELEMENT);
        return written.isPresent() ? checked(EnvironmentsFile.parse(written.get())) : Environments.none();
    }

    /**
     * {@return the environments as a build records them: values from outside of POMs replaced by their expressions,
     * URLs of services reduced to their hosts}
     */
    public Environments recorded() throws IOException {
        Xpp3Dom written = execution.getConfiguration() == null || file.isPresent()
                ? null
                : execution.getConfiguration().getChild(EnvironmentsFile.ELEMENT);
        Environments told = written == null || written.getChildCount() == 0
                ? get().orElseGet(Environments::none)
                : keyFiles()
                        .inline(EnvironmentsFile.parse(new Origins(session, project, execution)
                                .recorded(written, EnvironmentsFile.ELEMENT, EnvironmentParameter::isRecordedByValue)));
        return new Environments(
                told.list().stream().map(Environment::withoutPaths).toList());
    }

    private TrustedKeys keyFiles() {
        return new TrustedKeys(new Directories(session, project).root(), CallerEnvironment.of(session));
    }
}
