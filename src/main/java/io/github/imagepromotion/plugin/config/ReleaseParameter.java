package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;

/**
 * {@code <release>}: what belongs to a release beside the dependencies of its project, and the form that it has.
 *
 * <p>It is an element of {@code image:release} alone:
 *
 * <pre>{@code
 * <configuration>
 *   <release>
 *     ...
 *   </release>
 * </configuration>
 * }</pre>
 */
public class ReleaseParameter extends WithoutLogin {
    private static final String ELEMENT = "<release>";

    /** Where a login belongs: registries of members are called as those of images that are imported. */
    private static final String LOGINS =
            "a <server> of settings.xml that is called as its registry, or into Docker's configuration";

    /** @throws ImageException if it has a login, which everyone would read who reads the POM */
    public void check() {
        if (hasLogin()) {
            throw LoginInPom.refused(ELEMENT, LOGINS);
        }
    }
}
