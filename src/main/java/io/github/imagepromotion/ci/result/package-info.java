/** Results of goals in formats of CI servers: outputs, annotations, a summary, a test report. */
@NullMarked
package io.github.imagepromotion.ci.result;

import org.jspecify.annotations.NullMarked;
