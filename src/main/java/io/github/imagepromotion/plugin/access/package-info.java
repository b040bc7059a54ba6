/**
 * Credentials and settings of the user: settings.xml, environment variables, key files, proxies, certificates and cache
 * directories.
 */
@NullMarked
package io.github.imagepromotion.plugin.access;

import org.jspecify.annotations.NullMarked;
