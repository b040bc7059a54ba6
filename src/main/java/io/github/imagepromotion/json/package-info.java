/**
 * Reads untrusted JSON within limits, and writes the plugin's own documents. Only this package uses the JSON library.
 */
@NullMarked
package io.github.imagepromotion.json;

import org.jspecify.annotations.NullMarked;
