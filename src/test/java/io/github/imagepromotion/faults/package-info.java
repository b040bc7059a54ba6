/**
 * Fault injection: promotions through a proxy that breaks things, driven by a seed, and promotions that are killed. What
 * became of each is read from the registry itself.
 */
@NullMarked
package io.github.imagepromotion.faults;

import org.jspecify.annotations.NullMarked;
