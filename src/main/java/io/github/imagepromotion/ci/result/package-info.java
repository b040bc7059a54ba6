/** What a CI server is told of a goal's result, in the form that it shows: outputs, annotations, a summary, a test report. */
@NullMarked
package io.github.imagepromotion.ci.result;

import org.jspecify.annotations.NullMarked;
