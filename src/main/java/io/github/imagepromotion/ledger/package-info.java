/**
 * What is written down about an image and travels with it: where it comes from, what it consists of, who signed it, and
 * where it was promoted to.
 */
@NullMarked
package io.github.imagepromotion.ledger;

import org.jspecify.annotations.NullMarked;
