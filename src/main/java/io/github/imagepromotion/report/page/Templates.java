package io.github.imagepromotion.report.page;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * Renders the templates. Every text becomes one line without control and bidirectional characters and is escaped; only
 * the style sheet is included unescaped ({@code {{{…}}}}).
 */
final class Templates {
    static final Template PAGE = compile("report.mustache");
    static final Template FIGURE = compile("figure.mustache");

    private Templates() {}

    private static Template compile(String name) {
        return Mustache.compiler()
                .strictSections(true)
                .emptyStringIsFalse(true)
                .withEscaper(raw -> Escapers.HTML.escape(Text.harmless(raw)))
                .withLoader(partial -> new StringReader(partial(partial)))
                .compile(StyleSheet.resource(name));
    }

    /** The style sheet is included like a template. */
    private static String partial(String name) {
        return StyleSheet.resource(name.endsWith(".css") ? name : name + ".mustache");
    }

    /**
     * The page's only style sheet. The page's content security policy has its hash, so that no injected style is
     * applied (Content Security Policy Level 3, section 2.3.1, "hash-source").
     *
     * @param text the style sheet
     */
    record StyleSheet(String text) {

        static StyleSheet read() {
            return new StyleSheet((resource("report.css") + resource("picture.css")).strip());
        }

        static String resource(String name) {
            try (InputStream in = Objects.requireNonNull(StyleSheet.class.getResourceAsStream(name), name)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String hash() {
            byte[] hash = Digest.newSha256().digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        }
    }
}
