import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs the blocks of commands of a page, one after the other in one shell, as a reader who copies them: {@code java
 * RunPage.java PAGE DIRECTORY [--write]}. The directory becomes {@code /home/ada} in what is printed. A block
 * without a language that follows one of commands is what that printed: it is compared, without times and digests, or written.
 */
final class RunPage {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```\\n(?:(\\s*)^```\\n(.*?)^```\\n)?");
    private static final Pattern MARK = Pattern.compile("@@ (\\d+)");

    /** What differs between two runs, machines or JDKs, and of which a page shows an example. */
    private static final Map<String, String> VARIES = new TreeMap<>(Map.of(
            "[0-9a-f]{12,64}", "HEX",
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME",
            "\\d+(\\.\\d+)? (k|M)?B\\b", "SIZE",
            "\\d+(\\.\\d+)? (s|min)\\b", "DURATION",
            "(?m)^\\d+ target/", "SIZE target/",
            "[ \\t]+", " "));

    /** The port that pages show; another one, which is free, takes its place. */
    private static final String PORT = ":5005";

    private final Path directory;
    private final String port;
    private final List<String> scripts = new ArrayList<>();

    private RunPage(Path directory) throws IOException {
        this.directory = directory;
        // A page that goes on where another one ended finds its registry where that one had it.
        Path remembered = Path.of(directory + ".port");
        if (!Files.exists(remembered)) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Files.writeString(remembered, ":" + free.getLocalPort());
            }
        }
        this.port = Files.readString(remembered);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path page = Path.of(arguments[0]);
        boolean write = List.of(arguments).contains("--write");
        String text = Files.readString(page);
        String written = new RunPage(Path.of(arguments[1])).run(text);
        if (write) {
            Files.writeString(page, written);
        } else if (!constant(text).equals(constant(written))) {
            System.err.println(page + " does not show what its commands print. `bin/pages --write` writes this:");
            System.err.println(difference(constant(text), constant(written)));
            System.exit(1);
        }
        System.out.println(page + ": every block was run" + (write ? ", and what it printed written" : ""));
    }

    /** Returns the page with what its commands print now. */
    private String run(String text) throws IOException, InterruptedException {
        BLOCK.matcher(text).results().forEach(block -> scripts.add(block.group(1)));
        Map<Integer, String> printed = printed();
        Matcher block = BLOCK.matcher(text);
        StringBuilder page = new StringBuilder();
        for (int i = 0; block.find(); i++) {
            String now = block.group(3) == null
                    ? block.group()
                    : "```sh\n" + block.group(1) + "```\n" + block.group(2) + "```\n" + printed.getOrDefault(i, "") + "```\n";
            block.appendReplacement(page, Matcher.quoteReplacement(now));
        }
        return block.appendTail(page).toString();
    }

    /** Runs all blocks in one shell and returns what each printed; whatever they left running is ended. */
    private Map<Integer, String> printed() throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -eu\n");
        for (int i = 0; i < scripts.size(); i++) {
            script.append("printf '\\n@@ %s\\n' ").append(i).append('\n').append(scripts.get(i).replace(PORT, port));
        }
        Process shell = new ProcessBuilder("bash", "-c", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = shell.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                System.out.println(line);
                lines.add(line);
            }
        } finally {
            shell.descendants().forEach(ProcessHandle::destroy);
        }
        if (shell.waitFor() != 0) {
            throw new IOException("a command failed; see above");
        }
        return parts(lines);
    }

    private Map<Integer, String> parts(List<String> lines) {
        Map<Integer, String> parts = new TreeMap<>();
        int current = -1;
        for (String line : lines) {
            Matcher mark = MARK.matcher(line);
            if (mark.matches()) {
                parts.computeIfPresent(current, (block, printed) -> printed.replaceFirst("\\n\\z", ""));
                current = Integer.parseInt(mark.group(1));
            } else {
                parts.merge(current, shown(line) + "\n", String::concat);
            }
        }
        return parts;
    }

    private String shown(String line) {
        return line.replace(directory.toString(), "/home/ada").replace(port, PORT).stripTrailing();
    }

    private static String constant(String text) {
        String constant = text;
        for (Map.Entry<String, String> varies : VARIES.entrySet()) {
            constant = constant.replaceAll(varies.getKey(), varies.getValue());
        }
        return constant;
    }

    private static String difference(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        return old.stream().filter(line -> !now.contains(line)).map(line -> "- " + line).collect(Collectors.joining("\n"))
                + "\n"
                + now.stream().filter(line -> !old.contains(line)).map(line -> "+ " + line).collect(Collectors.joining("\n"));
    }
}
