package io.github.imagepromotion.importing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Breaks a tar in one or two ways. What would only make a checksum wrong is made right again, so that what comes behind
 * the checksum is reached.
 */
final class ArchiveMutator {
    private static final int BLOCK = 512;
    private static final String[] NAMES = {
        "../evil",
        "/etc/passwd",
        "manifest.json",
        "index.json",
        "oci-layout",
        "a/../../b",
        "",
        ".",
        "\u0000",
        "x".repeat(99)
    };
    private static final String[] TYPES = {"0", "1", "2", "3", "5", "6", "7", "L", "K", "x", "g", "S", "\u0000", "?"};
    private static final String[] WORDS = {
        "null",
        "-1",
        "99999999999999999999",
        "1e999",
        "{}",
        "[]",
        "\"\"",
        "true",
        "[[[[",
        "\\u0000",
        "\"sha256:0\"",
        "}"
    };

    private final Random random;

    ArchiveMutator(long seed) {
        this.random = new Random(seed);
    }

    byte[] mutate(byte[] archive, byte[] other) {
        byte[] result = archive.clone();
        for (int i = random.nextInt(2); i >= 0 && result.length > 2 * BLOCK; i--) {
            result = switch (random.nextInt(20)) {
                case 0 -> Arrays.copyOf(result, random.nextInt(result.length));
                case 1 -> without(result);
                case 2 -> spliced(result, other);
                case 3, 4 -> header(result, 0, 100, NAMES[random.nextInt(NAMES.length)]);
                case 5 -> header(result, 156, 157, TYPES[random.nextInt(TYPES.length)]);
                case 6 -> header(result, 157, 257, NAMES[random.nextInt(NAMES.length)]);
                case 7 -> size(result);
                case 8, 9, 10, 11 -> flip(result);
                default -> word(result);
            };
        }
        return result;
    }

    private byte[] flip(byte[] archive) {
        for (int i = random.nextInt(8); i >= 0; i--) {
            archive[random.nextInt(archive.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return archive;
    }

    private byte[] without(byte[] archive) {
        int blocks = archive.length / BLOCK;
        int from = random.nextInt(blocks) * BLOCK;
        int to = Math.min(archive.length, from + (1 + random.nextInt(8)) * BLOCK);
        byte[] result = new byte[archive.length - (to - from)];
        System.arraycopy(archive, 0, result, 0, from);
        System.arraycopy(archive, to, result, from, archive.length - to);
        return result;
    }

    private byte[] spliced(byte[] archive, byte[] other) {
        int at = random.nextInt(archive.length / BLOCK) * BLOCK;
        int from = random.nextInt(Math.max(1, other.length / BLOCK)) * BLOCK;
        byte[] result = Arrays.copyOf(archive, at + other.length - from);
        System.arraycopy(other, from, result, at, other.length - from);
        return result;
    }

    /** Writes a field of one of the headers. */
    private byte[] header(byte[] archive, int from, int to, String text) {
        List<Integer> headers = headers(archive);
        if (!headers.isEmpty()) {
            int at = headers.get(random.nextInt(headers.size()));
            Arrays.fill(archive, at + from, at + to, (byte) 0);
            byte[] bytes = text.getBytes(US_ASCII);
            System.arraycopy(bytes, 0, archive, at + from, Math.min(bytes.length, to - from));
            sum(archive, at);
        }
        return archive;
    }

    private byte[] size(byte[] archive) {
        long size = random.nextBoolean() ? random.nextLong() >>> 1 : random.nextInt(100_000);
        String octal = String.format("%011o", size);
        if (octal.length() == 11) {
            return header(archive, 124, 136, octal);
        }
        List<Integer> headers = headers(archive);
        if (!headers.isEmpty()) {
            int at = headers.get(random.nextInt(headers.size()));
            archive[at + 124] = (byte) 0x80;
            for (int i = 0; i < 8; i++) {
                archive[at + 135 - i] = (byte) (size >>> 8 * i);
            }
            sum(archive, at);
        }
        return archive;
    }

    /** Writes a word into the JSON of one of the documents. */
    private byte[] word(byte[] archive) {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < archive.length - 32; i++) {
            if (archive[i] == ':' && (archive[i + 1] == '"' || archive[i + 1] == '[' || archive[i + 1] == '{')) {
                values.add(i + 1);
            }
        }
        if (!values.isEmpty()) {
            byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(US_ASCII);
            System.arraycopy(word, 0, archive, values.get(random.nextInt(values.size())), word.length);
        }
        return archive;
    }

    private static List<Integer> headers(byte[] archive) {
        List<Integer> headers = new ArrayList<>();
        for (int at = 0; at + BLOCK <= archive.length; at += BLOCK) {
            if (new String(archive, at + 257, 5, US_ASCII).equals("ustar")) {
                headers.add(at);
            }
        }
        return headers;
    }

    private static void sum(byte[] archive, int at) {
        Arrays.fill(archive, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += archive[at + i] & 0xff;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(US_ASCII);
        System.arraycopy(digits, 0, archive, at + 148, 8);
    }
}
