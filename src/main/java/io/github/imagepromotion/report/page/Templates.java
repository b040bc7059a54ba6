package io.github.imagepromotion.report.page;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.github.imagepromotion.image.Text;
import java.io.StringReader;

/**
 * The templates. Whatever they show is one line without control and bidirectional characters, and is escaped;
 * {@code {{{…}}}} is for the style sheet only.
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

    /** A style sheet can be a part of a template, too. */
    private static String partial(String name) {
        return StyleSheet.resource(name.endsWith(".css") ? name : name + ".mustache");
    }
}
