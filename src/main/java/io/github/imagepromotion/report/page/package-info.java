/** The page: what it shows, as its template takes it. */
@NullMarked
package io.github.imagepromotion.report.page;

import org.jspecify.annotations.NullMarked;
