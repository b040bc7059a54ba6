/**
 * The conditions of a promotion. Gates read what they need and answer, without writing anything. All of them are asked,
 * so that one call shows everything that is missing.
 */
@NullMarked
package io.github.imagepromotion.promotion.gate;

import org.jspecify.annotations.NullMarked;
