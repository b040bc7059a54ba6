/** What a person looks at: the pipeline as a page. */
@NullMarked
package io.github.imagepromotion.report;

import org.jspecify.annotations.NullMarked;
