/**
 * How configuration is written in a POM, in a file of environments and on the command line: parameter beans,
 * properties, expressions, names, and messages about misspelt ones.
 */
@NullMarked
package io.github.imagepromotion.plugin.config;

import org.jspecify.annotations.NullMarked;
