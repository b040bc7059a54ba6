package io.github.imagepromotion.report;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Opens every page of target/site in Chromium, narrow and wide, light and dark; bin/site calls it. */
public final class SiteCheck {
    private static final Path SITE = Path.of("target", "site").toAbsolutePath();
    private static final Path PICTURES = Path.of("target", "site-pictures");
    private static final Path AXE = Path.of("target", "axe", "node_modules", "axe-core", "axe.min.js");
    private static final String LINKS = "[...document.querySelectorAll('a[href], img[src], link[href], script[src]')]"
            + ".map(each => each.href || each.src)";
    private static final String IDS =
            "[...document.querySelectorAll('[id], a[name]')].map(each => each.id || each.name)";
    private static final String VIOLATIONS = "axe.run(document, {runOnly: ['color-contrast', 'image-alt', 'link-name',"
            + " 'document-title', 'html-has-lang']}).then(result => result.violations.map(each => each.id + ': '"
            + " + each.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | ')))";

    private final Chromium browser;
    private final List<String> wrong = new ArrayList<>();
    private final Map<URI, Set<String>> ids = new HashMap<>();
    private final Map<URI, Set<URI>> links = new HashMap<>();

    private SiteCheck(Chromium browser) {
        this.browser = browser;
    }

    /**
     * @param arguments none
     * @throws IOException if the site cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(PICTURES);
        try (Chromium browser = Chromium.start(Files.createTempDirectory("site"));
                Stream<Path> files = Files.walk(SITE)) {
            SiteCheck check = new SiteCheck(browser);
            List<Path> pages = files.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
            for (Path page : pages) {
                check.look(page);
            }
            check.follow();
            check.wrong.forEach(System.err::println);
            System.out.println(pages.size() + " pages, " + check.wrong.size() + " faults, pictures in " + PICTURES);
            if (pages.isEmpty() || !check.wrong.isEmpty()) {
                System.exit(1);
            }
        }
    }

    private void look(Path page) throws IOException {
        for (int width : List.of(1280, 400)) {
            for (boolean dark : List.of(false, true)) {
                browser.open(page.toUri(), width, dark);
                String name = SITE.relativize(page) + " at " + width + (dark ? ", dark" : ", light");
                long wide =
                        browser.evaluate("document.documentElement.scrollWidth").getAsLong();
                if (wide > width) {
                    wrong.add(name + ": is " + wide + " wide");
                }
                browser.complaints().forEach(complaint -> wrong.add(name + ": " + complaint));
                if (width == 400) {
                    browser.evaluate(Files.readString(AXE) + "; 0");
                    texts(VIOLATIONS).forEach(violation -> wrong.add(name + ": " + violation));
                }
                long height = browser.evaluate("document.documentElement.scrollHeight")
                        .getAsLong();
                String file = SITE.relativize(page).toString().replace('/', '-').replace(".html", "") + "-" + width
                        + (dark ? "-dark.png" : "-light.png");
                Files.write(PICTURES.resolve(file), browser.screenshot(width, 0, Math.min(2_000, height)));
            }
        }
        ids.put(page.toUri(), Set.copyOf(texts(IDS)));
        Set<URI> found = new HashSet<>();
        texts(LINKS).forEach(link -> found.add(URI.create(link)));
        links.put(page.toUri(), found);
    }

    /** What leads elsewhere is not asked for; what stays in the site is there, with its anchor. */
    private void follow() {
        links.forEach((page, targets) -> targets.stream()
                .filter(target -> "file".equals(target.getScheme()))
                .filter(target -> !isThere(target))
                .forEach(target -> wrong.add(page + ": leads to " + target + ", which is not there")));
    }

    private boolean isThere(URI target) {
        Path file = Path.of(target.getPath());
        String anchor = target.getFragment();
        return Files.isRegularFile(file)
                && (anchor == null
                        || anchor.isEmpty()
                        || ids.getOrDefault(file.toUri(), Set.of()).contains(anchor));
    }

    private List<String> texts(String expression) {
        return browser.evaluate(expression).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
