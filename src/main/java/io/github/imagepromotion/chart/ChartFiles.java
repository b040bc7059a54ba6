package io.github.imagepromotion.chart;

import io.github.imagepromotion.disk.DamagedTarException;
import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import io.github.imagepromotion.image.Compression;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The files of a packaged chart that are read: metadata and values of the chart and its subcharts. Limits, and what is
 * refused, are those of Helm (Helm 3, pkg/chart/loader/archive.go); duplicate names are refused as well.
 *
 * @param contents contents by name, without the chart's directory
 * @param modified modification time of {@code Chart.yaml}, in seconds since 1970; 0 if the archive does not have it
 */
record ChartFiles(Map<String, byte[]> contents, long modified) {
    static final String CHART = "Chart.yaml";
    static final String VALUES = "values.yaml";
    static final String REQUIREMENTS = "requirements.yaml";
    static final String PACKAGED = ".tgz";

    private static final long MOST_BYTES = 100L * 1024 * 1024;
    private static final int LARGEST_FILE = 5 * 1024 * 1024;
    private static final int MOST_KEPT = 64 * 1024 * 1024;

    private static final Pattern READ =
            Pattern.compile("(charts/[^/]+/)*(Chart\\.yaml|values\\.yaml|requirements\\.yaml|charts/[^/]+\\.tgz)");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

    ChartFiles {
        contents = Map.copyOf(contents);
    }

    /**
     * @param packaged the package written by {@code helm package}; not closed
     * @return its files
     * @throws ImageException if it is not a packaged chart, or exceeds a limit
     * @throws IOException if it cannot be read
     */
    static ChartFiles read(InputStream packaged) throws IOException {
        return read(packaged, new AtomicLong(MOST_BYTES));
    }

    /** @param left remaining decompressed size of this chart and its subcharts, in bytes */
    static ChartFiles read(InputStream packaged, AtomicLong left) throws IOException {
        Reading reading = new Reading();
        try {
            BufferedInputStream in = new BufferedInputStream(packaged);
            in.mark(Compression.MAGIC);
            if (Compression.of(in.readNBytes(Compression.MAGIC)) != Compression.GZIP) {
                throw new ImageException("It is no packaged chart: it is not compressed with gzip.");
            }
            in.reset();
            TarReader.read(new Bounded(new GZIPInputStream(in), left), reading);
        } catch (FileSystemException e) {
            throw e;
        } catch (DamagedTarException e) {
            throw new ImageException("It is no packaged chart: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new ImageException(
                    "It is no packaged chart: it cannot be expanded (" + Text.printable(String.valueOf(e.getMessage()))
                            + ").",
                    e);
        }
        if (!reading.contents.containsKey(CHART)) {
            throw new ImageException("It is no packaged chart: it has no '" + CHART + "' in a directory at the top.");
        }
        return new ChartFiles(reading.contents, reading.modified);
    }

    Optional<byte[]> file(String name) {
        return Optional.ofNullable(contents.get(name));
    }

    private static final class Reading implements TarReader.Visitor {
        private final Map<String, byte[]> contents = new LinkedHashMap<>();
        private long modified;
        private long kept;

        @Override
        public void visit(TarEntry entry, InputStream content) throws IOException {
            if (entry.kind() == TarEntry.Kind.DIRECTORY) {
                return;
            }
            String name = name(entry.name());
            if (!READ.matcher(name).matches()) {
                return;
            }
            if (entry.kind() != TarEntry.Kind.FILE) {
                throw new ImageException("Its file " + Text.quote(entry.name()) + " is not a regular file.");
            }
            kept += entry.size();
            if (entry.size() > LARGEST_FILE) {
                throw new ImageException("Its file " + Text.quote(entry.name()) + " is too large: Helm takes "
                        + LARGEST_FILE + " bytes.");
            }
            if (kept > MOST_KEPT) {
                throw new ImageException(
                        "The charts in it, and their values, have more than " + MOST_KEPT + " bytes together.");
            }
            byte[] bytes = content.readNBytes((int) entry.size());
            if (contents.put(name, bytes) != null) {
                throw new ImageException(
                        "It has " + Text.quote(name) + " twice, and readers differ in which one counts.");
            }
            if (name.equals(CHART)) {
                modified = entry.modified();
            }
        }

        /**
         * {@return the name in the chart's directory, as Helm determines it: an archive from Windows may have
         * backslashes}
         */
        private static String name(String stored) {
            if (stored.contains("/") && stored.contains("\\")) {
                throw outside(stored);
            }
            String[] parts = stored.replace('\\', '/').split("/", -1);
            if (parts.length < 2
                    || parts[0].isEmpty()
                    || parts[0].equals("..")
                    || DRIVE.matcher(parts[0]).matches()) {
                throw outside(stored);
            }
            StringBuilder name = new StringBuilder();
            for (String part : Arrays.asList(parts).subList(1, parts.length)) {
                if (part.equals("..")
                        || name.isEmpty()
                                && (part.isEmpty() || DRIVE.matcher(part).matches())) {
                    throw outside(stored);
                }
                if (!part.isEmpty() && !part.equals(".")) {
                    name.append(name.isEmpty() ? "" : "/").append(part);
                }
            }
            return name.toString();
        }

        private static ImageException outside(String stored) {
            return new ImageException(
                    "It is no packaged chart: its file " + Text.quote(stored) + " is not in the chart's directory.");
        }
    }

    /** A few kB of compressed data may have any decompressed size. */
    private static final class Bounded extends PassingStream {
        private final AtomicLong left;

        Bounded(InputStream in, AtomicLong left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (left.addAndGet(-Math.max(count, 0)) < 0) {
                throw new ImageException("It is no packaged chart: it expands to more than " + MOST_BYTES
                        + " bytes, which Helm does not take.");
            }
            return count;
        }
    }
}
