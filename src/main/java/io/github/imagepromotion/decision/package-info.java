/**
 * Approvals and rejections of builds, and their withdrawal. Decisions are signed, and attached to the image where
 * promotions look for them.
 */
@NullMarked
package io.github.imagepromotion.decision;

import org.jspecify.annotations.NullMarked;
