import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Says what Maven Central would have against a staged repository
 * (https://central.sonatype.org/publish/requirements/): {@code java bin/lib/CheckStaged.java DIR VERSION}. Reads only.
 */
final class CheckStaged {
    private static final String ARTIFACT = "image-promotion-maven-plugin";
    private static final String PLACE = "io/github/imagepromotion/" + ARTIFACT;
    private static final List<String> FILES = List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");
    private static final List<String> ELEMENTS = List.of(
            "groupId", "artifactId", "version", "packaging", "name", "description", "url", "licenses/license/name",
            "licenses/license/url", "developers/developer/name", "scm/connection", "scm/developerConnection", "scm/url",
            "issueManagement/url");
    private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1");

    private final Path directory;
    private final String version;
    private final List<String> wrong = new ArrayList<>();

    private CheckStaged(Path repository, String version) {
        this.directory = repository.resolve(PLACE).resolve(version);
        this.version = version;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: java bin/lib/CheckStaged.java DIR VERSION");
            System.exit(2);
        }
        List<String> wrong = new CheckStaged(Path.of(arguments[0]), arguments[1]).check();
        wrong.forEach(System.err::println);
        if (!wrong.isEmpty()) {
            System.exit(1);
        }
        System.out.println("Central has nothing against what is staged in " + arguments[0]);
    }

    private List<String> check() throws Exception {
        if (version.endsWith("-SNAPSHOT")) {
            wrong.add(version + " is a snapshot");
        }
        for (String suffix : FILES) {
            Path file = directory.resolve(ARTIFACT + "-" + version + suffix);
            if (!Files.isRegularFile(file)) {
                wrong.add(file.getFileName() + " is missing");
                continue;
            }
            checksums(file);
            signature(file);
            if (suffix.endsWith(".jar")) {
                content(file, suffix);
            } else if (suffix.equals(".pom")) {
                pom(file);
            }
        }
        strangers();
        return wrong;
    }

    private void checksums(Path file) throws IOException, NoSuchAlgorithmException {
        for (Map.Entry<String, String> checksum : CHECKSUMS.entrySet()) {
            Path sum = sibling(file, checksum.getKey());
            String due = HexFormat.of()
                    .formatHex(MessageDigest.getInstance(checksum.getValue()).digest(Files.readAllBytes(file)));
            if (!Files.isRegularFile(sum)) {
                wrong.add(sum.getFileName() + " is missing");
            } else if (!Files.readString(sum).strip().equals(due)) {
                wrong.add(sum.getFileName() + " is not the checksum of " + file.getFileName());
            }
        }
    }

    private void signature(Path file) throws IOException, InterruptedException {
        Path signature = sibling(file, "asc");
        if (!Files.isRegularFile(signature)) {
            wrong.add(signature.getFileName() + " is missing");
            return;
        }
        Process gpg = new ProcessBuilder("gpg", "--batch", "--verify", signature.toString(), file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (gpg.waitFor() != 0) {
            wrong.add(signature.getFileName() + " is no signature of " + file.getFileName());
        }
    }

    private void content(Path file, String suffix) throws IOException {
        String due = switch (suffix) {
            case "-sources.jar" -> "io/github/imagepromotion/plugin/PromoteMojo.java";
            case "-javadoc.jar" -> "index.html";
            default -> "META-INF/maven/plugin.xml";
        };
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry(due) == null) {
                wrong.add(file.getFileName() + " lacks " + due);
            }
        }
    }

    private void pom(Path file) throws Exception {
        Element project;
        try (InputStream in = Files.newInputStream(file)) {
            project = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        for (String path : ELEMENTS) {
            if (text(project, path).isEmpty()) {
                wrong.add(file.getFileName() + " lacks <" + path + ">");
            }
        }
        if (!text(project, "version").equals(version)) {
            wrong.add(file.getFileName() + " is of version " + text(project, "version"));
        }
        if (!text(project, "scm/tag").equals("v" + version)) {
            wrong.add(file.getFileName() + " names the tag '" + text(project, "scm/tag") + "', not v" + version);
        }
        if (Files.readString(file).contains("-SNAPSHOT</version>")) {
            wrong.add(file.getFileName() + " names a snapshot");
        }
    }

    private static String text(Element from, String path) {
        Element at = from;
        for (String name : path.split("/")) {
            at = child(at, name);
            if (at == null) {
                return "";
            }
        }
        return at.getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }

    /** What is not asked for is not published by mistake. */
    private void strangers() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> FILES.stream()
                            .map(suffix -> ARTIFACT + "-" + version + suffix)
                            .noneMatch(due -> name.matches(java.util.regex.Pattern.quote(due) + "(\\.(asc|md5|sha1))?")))
                    .sorted()
                    .forEach(name -> wrong.add(name + " does not belong there"));
        }
    }

    private static Path sibling(Path file, String extension) {
        return file.resolveSibling(file.getFileName() + "." + extension);
    }
}
