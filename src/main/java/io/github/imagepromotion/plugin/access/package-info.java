/**
 * What lets a call in, from where the user of Maven keeps it: settings.xml, the environment variables of the caller, key
 * files, proxies, certificates and cache directories.
 */
@NullMarked
package io.github.imagepromotion.plugin.access;

import org.jspecify.annotations.NullMarked;
