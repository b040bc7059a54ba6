/** Which build is in which environment, since when and by whom, as the registries and the documents in them say. */
@NullMarked
package io.github.imagepromotion.status;

import org.jspecify.annotations.NullMarked;
