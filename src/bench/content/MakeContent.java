import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Makes the files of the image that {@code bin/bench} measures with; the same seed gives the same bytes. A name with
 * {@code random} in it does not compress, such as media, models or packed jars; one with {@code classes} compresses like
 * compiled code.
 *
 * <p>Usage: {@code java MakeContent.java SEED FILE=MEGABYTES...}
 */
final class MakeContent {
    private static final int MEGABYTE = 1_000_000;
    private static final int WORDS = 4096;

    private MakeContent() {}

    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].lastIndexOf('=');
            Path file = Path.of(arguments[i].substring(0, equals));
            long size = Long.parseLong(arguments[i].substring(equals + 1)) * MEGABYTE;
            Files.createDirectories(file.toAbsolutePath().getParent());
            SplittableRandom random = new SplittableRandom(seed + file.getFileName().toString().hashCode());
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
                write(out, size, random, file.getFileName().toString().contains("classes"));
            }
        }
    }

    private static void write(OutputStream out, long size, SplittableRandom random, boolean classes)
            throws IOException {
        byte[][] words = words(random);
        ByteBuffer block = ByteBuffer.allocate(64 * 1024);
        for (long left = size; left > 0; left -= Math.min(left, block.capacity())) {
            block.clear();
            while (block.remaining() >= 32) {
                if (classes) {
                    addLikeClasses(block, words, random);
                } else {
                    block.putLong(random.nextLong());
                }
            }
            while (block.hasRemaining()) {
                block.put((byte) random.nextInt());
            }
            out.write(block.array(), 0, (int) Math.min(left, block.capacity()));
        }
    }

    /** Names that come again, the frequent ones much more often, and between them bytes that follow no rule. */
    private static void addLikeClasses(ByteBuffer block, byte[][] words, SplittableRandom random) {
        double unit = random.nextDouble();
        block.put(words[(int) (unit * unit * unit * WORDS)]);
        block.putShort((short) random.nextInt(32));
    }

    private static byte[][] words(SplittableRandom random) {
        byte[][] words = new byte[WORDS][];
        for (int i = 0; i < WORDS; i++) {
            words[i] = new byte[8 + random.nextInt(12)];
            for (int j = 0; j < words[i].length; j++) {
                words[i][j] = (byte) ('a' + random.nextInt(26));
            }
        }
        return words;
    }
}
