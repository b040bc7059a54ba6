package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.SessionProperties;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.plugin.project.ImageName;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.record.BuildRecord;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What goals that show which build is where have in common. */
abstract class AbstractPipelineMojo extends AbstractPromotionMojo {

    /** The repository of the image; by default those of the images of this reactor. */
    @Parameter(property = "image.repository")
    private @Nullable String repository;

    /** A build record, or the archive beside it: repository and environments are taken from there. */
    @Parameter(property = "image.file")
    private @Nullable File file;

    AbstractPipelineMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /** The environments of the pipeline: those of this call, else those of the build record; none if neither has any. */
    protected final Optional<Environments> pipeline() throws IOException {
        return pipeline(all -> all.list().stream().map(Environment::id).toList());
    }

    /** The same, where {@code used} says which of all environments are. */
    protected final Optional<Environments> pipeline(Function<Environments, List<String>> used) throws IOException {
        Optional<Environments> known = environments();
        Optional<BuildRecord> record = known.isPresent() ? Optional.empty() : record();
        if (record.isPresent()) {
            known = Optional.of(recordEnvironments().of(record.get(), recordFile(), used));
        }
        return known.filter(each -> !each.list().isEmpty());
    }

    /** What is to be read. */
    protected final StatusRequest request(int builds, Set<String> whole) throws IOException {
        if (builds < 0) {
            throw new ImageException("Illegal <builds> (-Dimage.builds): " + builds + " is negative.");
        }
        Environments environments = pipeline()
                .orElseThrow(() -> new ImageException("No environment is configured. Add <environments> to the plugin's"
                        + " <configuration>, or name a file that has them (-Dimage.environments=FILE)."));
        if (!whole.isEmpty()) {
            environments.select(List.copyOf(whole));
        }
        return new StatusRequest(
                environments,
                repositories(),
                trusted(environments),
                decisionKeys(environments),
                builds,
                whole,
                parallelism(),
                stateDirectory().resolve("status"));
    }

    private Map<String, List<VerificationKey>> trusted(Environments environments) throws IOException {
        Map<String, List<VerificationKey>> trusted = new LinkedHashMap<>();
        for (Environment environment : environments.list()) {
            trusted.put(environment.id(), keys(environment));
        }
        return trusted;
    }

    private Map<String, DecisionKeys> decisionKeys(Environments environments) throws IOException {
        Map<String, DecisionKeys> decisionKeys = new LinkedHashMap<>();
        for (Environment environment : environments.list()) {
            decisionKeys.put(environment.id(), DecisionKeys.of(environment, keyFiles()::of));
        }
        return decisionKeys;
    }

    private Optional<BuildRecord> record() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        String archive = file.getName().replaceFirst("\\.json$", ".tar");
        FoundArtifact found = FoundArtifact.file(file.toPath().resolveSibling(archive));
        if (found.record().isPresent() && Files.isRegularFile(found.archive())) {
            try (ImageArchive open = ImageArchive.open(found.archive())) {
                return found.check(open);
            }
        }
        return Optional.of(BuildRecord.read(recordFile()));
    }

    private Path recordFile() {
        Path named = Objects.requireNonNull(file).toPath();
        return named.resolveSibling(String.valueOf(named.getFileName()).replaceFirst("\\.tar$", ".json"));
    }

    /** The images that are meant: the named one, the build record's, those of this reactor. */
    protected final List<RepositoryName> repositories() throws IOException {
        Optional<RepositoryName> ownName = ownName();
        return ownName.isPresent() ? List.of(ownName.get()) : repositories(ImageName::all);
    }

    /**
     * The same, where tags of them will move: each project has one name.
     *
     * @throws ImageException if the POM says several
     */
    protected final List<RepositoryName> repositoriesToMove() throws IOException {
        List<RepositoryName> names = repositories(name -> Set.of(name.only()));
        Optional<RepositoryName> ownName = ownName();
        if (ownName.filter(name -> !names.contains(name)).isPresent()) {
            throw new ImageException("The POM says '" + ownName.get() + "' to image:" + execution.getGoal()
                    + ", and the image"
                    + " of this build is called '" + names.get(0) + "'; the tags of one of them would move. Remove"
                    + " <repository> from that execution, or name the one that is meant (-Dimage.repository).");
        }
        return ownName.map(List::of).orElse(names);
    }

    private List<RepositoryName> repositories(Naming naming) throws IOException {
        // A file that is named is checked, also where what it says is not needed.
        Optional<BuildRecord> record = record();
        Optional<RepositoryName> named = ofThisCall();
        if (named.isPresent() || record.isPresent()) {
            return List.of(named.orElseGet(() -> record.orElseThrow().repository()));
        }
        Set<RepositoryName> names = new LinkedHashSet<>();
        Reactor reactor = new Reactor(session, project, execution);
        check(reactor);
        for (MavenProject module : reactor.imageProjects()) {
            names.addAll(naming.of(new ImageName(session, module, execution)));
        }
        return List.copyOf(names);
    }

    /** As the command line has it; the POM is asked module by module. */
    private Optional<RepositoryName> ofThisCall() {
        boolean said = new SessionProperties(session, project)
                .said(ImageName.PROPERTY)
                .flatMap(Configured::optional)
                .isPresent();
        return Configured.optional(repository)
                .filter(name -> said || !hasProject())
                .map(ImageName::legal);
    }

    /** What the POM says to this goal alone: in an execution of it, or in {@code <reporting>}. */
    private Optional<RepositoryName> ownName() {
        return file != null || ofThisCall().isPresent()
                ? Optional.empty()
                : new ImageName(session, project, execution).unlessOfAll(Configured.optional(repository));
    }

    /** One or several names of a project's image. */
    @FunctionalInterface
    private interface Naming {
        Set<RepositoryName> of(ImageName name) throws IOException;
    }

    /**
     * Whether the images of this reactor are to be had as they are; all are by default.
     *
     * @throws ImageException if not
     */
    protected void check(Reactor reactor) {}

    /** Tells how far reading has come. */
    protected final StatusLog statusLog(boolean quiet) {
        return new StatusLog() {
            private static final int OFTEN = 50;

            @Override
            public void progress(int done, int all) {
                if (!quiet && all > OFTEN && done % OFTEN == 0) {
                    getLog().info("Read " + done + " of " + all + " builds");
                }
            }

            @Override
            public String explain(Exception failure) {
                return redactor().clean(Remedies.tell(failure));
            }
        };
    }
}
