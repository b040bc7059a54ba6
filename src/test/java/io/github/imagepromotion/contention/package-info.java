/**
 * Promotions, rollbacks and rejections of overlapping sets at once: {@code bin/stress contention} and its parts. What a registry
 * holds in the end must be what some order, one after the other, leaves.
 */
@NullMarked
package io.github.imagepromotion.contention;

import org.jspecify.annotations.NullMarked;
