/** Output for people and CI servers: the log without secrets, tables, colours, progress of transfers, results. */
@NullMarked
package io.github.imagepromotion.plugin.console;

import org.jspecify.annotations.NullMarked;
