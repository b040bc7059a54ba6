import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Says what Maven Central would have against a staged repository (https://central.sonatype.org/publish/requirements/), and
 * whether SBOM, jar and what scanners read in it name the same libraries, which are compared with those in a local
 * repository: {@code java bin/lib/CheckStaged.java DIR VERSION LOCAL_REPOSITORY}. Reads only.
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
    private static final Pattern PURL = Pattern.compile("\"pkg:maven/([^/\"]+)/([^@\"]+)@([^?\"]+)\\?type=jar\"");
    private static final Pattern PROPERTIES = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");
    private static final String OURS = "io/github/imagepromotion/";
    /** Where the shade plugin moves a library (pom.xml). */
    private static final String MOVED = OURS + "silent/";

    private final Path directory;
    private final String version;
    private final List<String> wrong = new ArrayList<>();

    private final Path localRepository;

    private CheckStaged(Path repository, String version, Path localRepository) {
        this.directory = repository.resolve(PLACE).resolve(version);
        this.version = version;
        this.localRepository = localRepository;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: java bin/lib/CheckStaged.java DIR VERSION LOCAL_REPOSITORY");
            System.exit(2);
        }
        List<String> wrong = new CheckStaged(Path.of(arguments[0]), arguments[1], Path.of(arguments[2])).check();
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
        if (wrong.isEmpty()) {
            libraries();
        }
        return wrong;
    }

    /** The SBOM names what has classes in the jar, and nothing else; so do the files that scanners read. */
    private void libraries() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher purl = PURL.matcher(Files.readString(directory.resolve(ARTIFACT + "-" + version + "-cyclonedx.json")));
        while (purl.find()) {
            named.add(purl.group(1) + ":" + purl.group(2) + ":" + purl.group(3));
        }
        Set<String> found = new TreeSet<>();
        Set<String> classes = new HashSet<>();
        try (ZipFile jar = new ZipFile(directory.resolve(ARTIFACT + "-" + version + ".jar").toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                Matcher properties = PROPERTIES.matcher(entry.getName());
                if (properties.matches() && !properties.group(2).equals(ARTIFACT)) {
                    Properties content = new Properties();
                    content.load(jar.getInputStream(entry));
                    found.add(properties.group(1) + ":" + properties.group(2) + ":" + content.getProperty("version"));
                } else if (isClassOfLibrary(entry.getName())) {
                    classes.add(entry.getName().startsWith(MOVED)
                            ? "org/" + entry.getName().substring(MOVED.length())
                            : entry.getName());
                }
            }
        }
        if (!named.equals(found)) {
            wrong.add("the SBOM names " + named + ", pom.properties in the jar " + found);
        }
        for (String library : named) {
            if (!classes.removeAll(classesOf(library))) {
                wrong.add("the SBOM names " + library + ", of which the jar has no class");
            }
        }
        if (!classes.isEmpty()) {
            wrong.add("the SBOM lacks what these are of: " + new TreeSet<>(classes));
        }
    }

    private static boolean isClassOfLibrary(String name) {
        return name.endsWith(".class") && (!name.startsWith(OURS) || name.startsWith(MOVED));
    }

    private Set<String> classesOf(String library) throws IOException {
        String[] parts = library.split(":");
        Path file = localRepository
                .resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(parts[2])
                .resolve(parts[1] + "-" + parts[2] + ".jar");
        try (ZipFile jar = new ZipFile(file.toFile())) {
            return jar.stream().map(ZipEntry::getName).filter(CheckStaged::isClassOfLibrary).collect(Collectors.toSet());
        }
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
                            .noneMatch(due -> name.matches(Pattern.quote(due) + "(\\.(asc|md5|sha1))?")))
                    .sorted()
                    .forEach(name -> wrong.add(name + " does not belong there"));
        }
    }

    private static Path sibling(Path file, String extension) {
        return file.resolveSibling(file.getFileName() + "." + extension);
    }
}
