/**
 * The way of an image into an environment: check, plan, transfer, tag last, read back. It knows no Maven, no jib and no
 * HTTP.
 */
@NullMarked
package io.github.imagepromotion.promotion;

import org.jspecify.annotations.NullMarked;
