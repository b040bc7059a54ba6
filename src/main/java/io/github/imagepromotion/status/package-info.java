/**
 * Which build is in which environment, since when and promoted by whom, read from registries and the documents in them.
 */
@NullMarked
package io.github.imagepromotion.status;

import org.jspecify.annotations.NullMarked;
