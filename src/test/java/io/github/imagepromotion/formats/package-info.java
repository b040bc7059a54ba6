/** What versions of the plugin write for others to read: by the schemas in {@code docs}, and by all later versions. */
@NullMarked
package io.github.imagepromotion.formats;

import org.jspecify.annotations.NullMarked;
