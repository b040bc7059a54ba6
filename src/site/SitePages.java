import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Copies what {@code mvn site} publishes to target/generated-site: README.md as the first page, its neighbours, and docs/ beside
 * them. Links lead to the pages of the site, and headings have the anchors that GitHub gives them. Called by the POM, in the
 * project's directory.
 */
final class SitePages {
    private static final Path SITE = Path.of("target", "generated-site");
    private static final String SOURCES = "https://github.com/imagepromotion/image-promotion-maven-plugin/blob/main/";
    /** SECURITY.md beside security.md is one file too many where names differ by case only. */
    private static final Map<String, String> NAMES = Map.of("README.md", "index.md", "SECURITY.md", "security-policy.md");

    private static final Pattern LINK = Pattern.compile("(]\\(|(?:src|srcset|href)=\")([^)\"#\\s:]+)(#[^)\"\\s]*)?(?=[)\"])");
    private static final Pattern HEADING = Pattern.compile("#+ +(.*)");

    private SitePages() {}

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            for (Path file : docs.filter(Files::isRegularFile).toList()) {
                copy(file);
            }
        }
        for (String name : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "RELEASING.md", "SECURITY.md")) {
            copy(Path.of(name));
        }
    }

    private static void copy(Path file) throws IOException {
        boolean isPage = file.toString().endsWith(".md");
        Path target = SITE.resolve(isPage ? "markdown" : "resources").resolve(published(file));
        Files.createDirectories(target.getParent());
        if (isPage) {
            Files.writeString(target, page(file, Files.readString(file)));
        } else {
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where a file of the project is in the site. */
    private static Path published(Path file) {
        return file.startsWith("docs")
                ? Path.of("docs").relativize(file)
                : Path.of(NAMES.getOrDefault(file.toString(), file.toString()));
    }

    private static String page(Path file, String text) {
        StringBuilder page = new StringBuilder();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            fenced ^= line.strip().startsWith("```");
            Matcher heading = HEADING.matcher(line);
            if (!fenced && heading.matches()) {
                page.append("<a id=\"").append(anchor(heading.group(1))).append("\"></a>\n\n");
            }
            page.append(fenced ? line : linked(file, line)).append('\n');
        }
        return page.toString();
    }

    private static String linked(Path file, String line) {
        return LINK.matcher(line).replaceAll(link -> {
            Path to = file.resolveSibling(link.group(2)).normalize();
            String anchor = link.group(3) == null ? "" : link.group(3);
            return Matcher.quoteReplacement(link.group(1) + address(file, to) + anchor);
        });
    }

    private static String address(Path file, Path to) {
        boolean isThere = to.startsWith("docs") || to.toString().endsWith(".md") && to.getNameCount() == 1;
        if (!isThere) {
            return SOURCES + to;
        }
        Path from = Path.of("/").resolve(published(file)).getParent();
        return from.relativize(Path.of("/").resolve(published(to))).toString().replaceAll("\\.md$", ".html");
    }

    /** As GitHub makes them, but for a number in front, before which Doxia puts a letter in what leads there. */
    private static String anchor(String heading) {
        String anchor = heading.replaceAll("]\\([^)]*\\)", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        return anchor.matches("\\d.*") ? "a" + anchor : anchor;
    }
}
