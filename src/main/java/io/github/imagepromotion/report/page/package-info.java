/** The report: {@link PipelineReport} reads it, {@link PageMaker} makes the page of it, as the template takes it. */
@NullMarked
package io.github.imagepromotion.report.page;

import org.jspecify.annotations.NullMarked;
