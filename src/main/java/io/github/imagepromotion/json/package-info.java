/** JSON from outside read within bounds, and the plugin's own documents written; the one place that knows how. */
@NullMarked
package io.github.imagepromotion.json;

import org.jspecify.annotations.NullMarked;
