package io.github.imagepromotion.disk;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the headers before an entry say about it: the records of an extended header, and the long names of GNU tar.
 *
 * <p>They override the entry's own header, and the last of several records with one keyword counts (POSIX.1-2017, pax, "pax
 * Extended Header Keyword Precedence", steps 4 and 7). Beyond that, readers give an entry different names or sizes: with
 * a long name and a path Go's archive/tar takes the name, GNU tar the path, and Commons Compress what comes first; of two
 * extended headers Go takes the last, Commons Compress the first; a global header counts for GNU tar and Commons
 * Compress (step 6), while Go ignores it and forgets what came before it. So a tar in which they contradict each other
 * is refused.
 */
final class TarExtension {
    private static final String PATH = "path";
    private static final String LINK = "linkpath";
    private static final String SIZE = "size";
    private static final String MODIFIED = "mtime";
    private static final String LONG_PATH = "L";
    private static final String LONG_LINK = "K";

    /** The largest size that a header states in octal digits; writers leave a larger one to the extended header. */
    private static final long LARGEST_OCTAL = 0_77777777777L;

    private final Map<String, String> records = new HashMap<>();

    /**
     * @param type typeflag of the header: {@code L}, {@code K}, {@code x} or {@code g}
     * @param content of the header
     */
    void add(char type, byte[] content) throws DamagedTarException {
        switch (type) {
            case 'L' -> put(LONG_PATH, untilZero(content));
            case 'K' -> put(LONG_LINK, untilZero(content));
            case 'x' -> addRecords(TarHeader.records(content));
            default -> checkGlobal(TarHeader.records(content));
        }
    }

    private void addRecords(Map<String, String> extended) throws DamagedTarException {
        for (Map.Entry<String, String> record : extended.entrySet()) {
            if (isNaming(record.getKey()) || record.getKey().equals(MODIFIED)) {
                put(record.getKey(), record.getValue());
            }
        }
        for (String name : records.keySet()) {
            if (isNaming(name) && !extended.containsKey(name)) {
                throw new DamagedTarException("an entry in it has two extended headers");
            }
        }
    }

    private void checkGlobal(Map<String, String> global) throws DamagedTarException {
        if (!records.isEmpty()) {
            throw new DamagedTarException("a global header in it stands between an entry and its extended header");
        }
        Optional<String> naming =
                global.keySet().stream().filter(TarExtension::isNaming).findFirst();
        if (naming.isPresent()) {
            throw new DamagedTarException("a global header in it states the " + naming.get() + " of all entries");
        }
    }

    /** {@return whether a record says where content is, and what it is called} */
    private static boolean isNaming(String record) {
        return Set.of(PATH, LINK, SIZE).contains(record) || record.startsWith(SparseMap.PREFIX);
    }

    private void put(String name, String value) throws DamagedTarException {
        if (!Objects.requireNonNullElse(records.put(name, value), value).equals(value)) {
            throw new DamagedTarException("an entry in it has two extended headers");
        }
        if (value.indexOf('\0') >= 0) {
            throw new DamagedTarException("an extended header is malformed");
        }
    }

    void clear() {
        records.clear();
    }

    /** {@return the records of an extended header} */
    Map<String, String> records() {
        return records;
    }

    /** {@return the name of the entry} */
    String name(TarHeader header, boolean sparse) throws DamagedTarException {
        String name = one(LONG_PATH, PATH).orElse(header.name());
        String real = records.getOrDefault(SparseMap.NAME, "");
        if (!sparse && !real.isEmpty() && !real.equals(name)) {
            throw new DamagedTarException("an entry in it has the name of a sparse file, and is none");
        }
        return real.isEmpty() ? name : real;
    }

    /** {@return the target of the entry, if it is a link} */
    String link(TarHeader header) throws DamagedTarException {
        return one(LONG_LINK, LINK).orElse(header.link());
    }

    private Optional<String> one(String... names) throws DamagedTarException {
        Set<String> different = Set.copyOf(Stream.of(names)
                .map(name -> records.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .toList());
        if (different.size() > 1) {
            throw new DamagedTarException("an entry in it has two names");
        }
        return different.stream().findFirst();
    }

    /** {@return the stored size of the entry in bytes} */
    long size(TarHeader header) throws DamagedTarException {
        String extended = records.get(SIZE);
        if (extended == null) {
            return header.size();
        }
        if (!extended.matches("[0-9]{1,18}")) {
            throw new DamagedTarException("an extended header has no number for a size");
        }
        long size = Long.parseLong(extended);
        if (header.size() != 0 && header.size() != size && size <= LARGEST_OCTAL) {
            throw new DamagedTarException("an entry in it has two sizes");
        }
        return size;
    }

    /** {@return when the entry was changed, in seconds since 1970} */
    long modified(TarHeader header) {
        return header.modifiedOr(records.getOrDefault(MODIFIED, ""));
    }

    private static String untilZero(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }
}
