package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

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
    private static final String LOCK = "lock";
    private static final String FULL = "full";

    /** Where a login belongs: registries of members are called as those of images that are imported. */
    private static final String LOGINS =
            "a <server> of settings.xml that is called as its registry, or into Docker's configuration";

    /**
     * What {@code image:release} writes: {@code lock}, the default, or {@code full}, which also writes
     * {@code target/<finalName>-release.tar}, one file with the lock, all members and their documents, and layers once;
     * it is not attached ({@code -Dimage.release.form}).
     */
    @Parameter
    private @Nullable String form;

    /**
     * @param properties properties of the call
     * @return whether the release is also written as one file
     * @throws ImageException if it is neither of the known forms
     */
    public boolean isFull(Properties properties) {
        String name = properties.text("release.form", form).orElse(LOCK);
        if (!name.equals(LOCK) && !name.equals(FULL)) {
            throw new ImageException("Illegal <release><form> (-Dimage.release.form): it is " + LOCK + " or " + FULL
                    + ", not " + Text.quote(name) + ".");
        }
        return name.equals(FULL);
    }

    /** @throws ImageException if it has a login, which everyone would read who reads the POM */
    public void check() {
        if (hasLogin()) {
            throw LoginInPom.refused(ELEMENT, LOGINS);
        }
    }
}
