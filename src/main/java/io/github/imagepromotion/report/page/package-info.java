/** The report: {@link PipelineReport} reads it, {@link PageMaker} renders it from templates. */
@NullMarked
package io.github.imagepromotion.report.page;

import org.jspecify.annotations.NullMarked;
