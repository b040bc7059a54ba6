/** Compares environments with artifacts, and checks the proof that environments require. Read-only. */
@NullMarked
package io.github.imagepromotion.verification;

import org.jspecify.annotations.NullMarked;
