package io.github.imagepromotion.importing;

import static io.github.imagepromotion.plugin.console.Told.told;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.build.Workspace;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An import as a test describes it: what it does not say is the default. */
final class ImportFixture {
    final Path directory;
    final String source;
    List<Platform> platforms = List.of();
    long expansionLimit = 100_000_000;
    boolean offline;
    Map<String, String> environment = Map.of();
    final List<String> progress = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    ImportFixture(Path directory, String source) {
        this.directory = directory;
        this.source = source;
    }

    ImportedImage take() throws IOException {
        RegistryAccess access = Accesses.anonymous();
        return new ImageImporter(new ImportRequest(
                        ImportSource.of(source, directory),
                        RegistryRole.SOURCE,
                        platforms,
                        expansionLimit,
                        2,
                        environment,
                        new Workspace(
                                directory.resolve("cache"),
                                work(),
                                offline,
                                (address, mirror) -> Registries.open(address, access),
                                Mirrors.none(),
                                RecentAnswers.none(),
                                progress::add,
                                message -> warnings.add(told(message)))))
                .take();
    }

    /** Imports the image into an archive, as the goal does, and reads it back to the last byte. */
    ImageArchive archived() throws IOException {
        Path file = directory.resolve("image.tar");
        try (ImportedImage image = take()) {
            Identity identity =
                    new Identity(Coordinates.of("com.acme:shop:1.0"), RepositoryName.of("shop"), BuildId.of("42"));
            new ArchiveWriter(image.image(), identity, image.blobs()).write(file);
        }
        ImageArchive archive = ImageArchive.open(file);
        archive.check(2);
        return archive;
    }

    Path work() {
        return directory.resolve("work");
    }

    /** {@return whether nothing temporary is left} */
    boolean isClean() throws IOException {
        if (!Files.exists(work())) {
            return true;
        }
        try (Stream<Path> left = Files.list(work())) {
            return left.findAny().isEmpty();
        }
    }
}
