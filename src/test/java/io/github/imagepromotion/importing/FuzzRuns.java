package io.github.imagepromotion.importing;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Imports archives of the real tools that were broken at random, driven by a seed. Each ends in an image or in one
 * sentence; anything else is wrong, and so is one that takes long or leaves something behind.
 */
public final class FuzzRuns {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long EXPANSION_LIMIT = 50_000_000;

    private final Path directory;
    private final List<Map.Entry<String, byte[]>> archives = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int imported;

    private FuzzRuns(Path directory) {
        this.directory = directory;
    }

    /**
     * @param sources of archives, as image:import takes them; others are left out
     * @param directory for temporary files
     */
    static FuzzRuns of(Iterable<String> sources, Path directory) throws IOException {
        FuzzRuns runs = new FuzzRuns(directory);
        for (String source : sources) {
            String[] parts = source.split(":", 3);
            if (parts[0].endsWith("-archive") && !parts[1].endsWith(".gz")) {
                runs.archives.add(Map.entry(parts[0], Files.readAllBytes(Path.of(parts[1]))));
            }
        }
        return runs;
    }

    /** {@return what went wrong, with the seed of each, empty if nothing did} */
    List<String> run(long firstSeed, int count) {
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            long began = System.nanoTime();
            try {
                one(seed);
            } catch (ImageException e) {
                refused(seed, e);
            } catch (IOException | RuntimeException | Error e) {
                wrong.add("seed " + seed + ": " + e);
            }
            long took = (System.nanoTime() - began) / 1_000_000;
            if (took > PATIENCE_MILLIS) {
                wrong.add("seed " + seed + ": took " + took + " ms");
            }
        }
        return wrong;
    }

    private void one(long seed) throws IOException {
        Random random = new Random(seed);
        Map.Entry<String, byte[]> archive = archives.get(random.nextInt(archives.size()));
        byte[] other = archives.get(random.nextInt(archives.size())).getValue();
        Path file = directory.resolve("fuzzed.tar");
        Files.write(file, new ArchiveMutator(seed).mutate(archive.getValue(), other));
        ImportFixture fixture = new ImportFixture(directory, archive.getKey() + ":" + file);
        fixture.expansionLimit = EXPANSION_LIMIT;
        try (ImportedImage image = fixture.take()) {
            Identity identity =
                    new Identity(Coordinates.of("com.acme:shop:1.0"), RepositoryName.of("shop"), BuildId.of("42"));
            new ArchiveWriter(image.image(), identity, image.blobs()).write(directory.resolve("fuzzed-image.tar"));
            imported++;
        }
        if (!fixture.isClean()) {
            wrong.add("seed " + seed + ": something temporary is left");
        }
    }

    private void refused(long seed, ImageException e) {
        String message = String.valueOf(e.getMessage());
        boolean printable = message.chars().noneMatch(Character::isISOControl);
        if (!printable || !message.startsWith("Cannot import '") || message.length() > 2_000) {
            wrong.add("seed " + seed + ": no message for a person: " + message);
        }
        refusals.merge(kind(message), 1, Integer::sum);
    }

    /** The message without what is of one run only. */
    private String kind(String message) {
        return message.replace(directory.toString(), "")
                .replaceAll("^Cannot import '[^']*': ", "")
                .replaceAll("sha256:[0-9a-f]*", "sha256:…")
                .replaceAll("[0-9a-f]{64}", "…")
                .replaceAll("'[^']*'", "'…'")
                .replaceAll("[0-9]+", "N")
                .replaceAll("[.;:(].*", "");
    }

    /**
     * @param arguments how many inputs, and the first seed
     */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path directory = Files.createTempDirectory("fuzz");
        FuzzRuns runs;
        try (RealArchives real = new RealArchives(directory.resolve("made"))) {
            runs = of(real.sources.values(), directory);
        }
        long began = System.nanoTime();
        List<String> wrong = runs.run(seed, count);
        System.out.println("| end | inputs |\n|---|---:|");
        System.out.println("| imported, every digest right | " + runs.imported + " |");
        runs.refusals.forEach((kind, times) -> System.out.println("| refused: " + kind + " | " + times + " |"));
        System.out.println("| **wrong** | " + wrong.size() + " |");
        System.out.println("\nTook " + (System.nanoTime() - began) / 1_000_000_000 + " s.");
        wrong.forEach(System.out::println);
        System.exit(wrong.isEmpty() ? 0 : 1);
    }
}
