/**
 * How a POM, a file of environments and the command line spell things: parameter beans, properties, expressions, names,
 * and what is told where something is misspelt.
 */
@NullMarked
package io.github.imagepromotion.plugin.config;

import org.jspecify.annotations.NullMarked;
