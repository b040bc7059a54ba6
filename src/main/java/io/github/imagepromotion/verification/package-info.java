/** Whether an environment holds exactly what the build left, with the proof that it asks for. Nothing is written. */
@NullMarked
package io.github.imagepromotion.verification;

import org.jspecify.annotations.NullMarked;
