/**
 * What people and CI servers read of a call: the log without secrets, tables, colours, the display of transfers, results.
 */
@NullMarked
package io.github.imagepromotion.plugin.console;

import org.jspecify.annotations.NullMarked;
