package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * {@code <release>}: what belongs to a release beside the dependencies of its project, and the form that it has.
 *
 * <p>It is an element of {@code image:release} alone:
 *
 * <pre>{@code
 * <release>
 *   <members>
 *     <member>
 *       <from>helm:target/chart.tgz</from>
 *     </member>
 *   </members>
 * </release>
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

    /** Members that are no Maven artifacts, each a {@code <member>}; they are attached to the project of the release. */
    @Parameter
    private @Nullable List<MemberParameter> members;

    /** {@code <member>}: a member that is imported. */
    public static class MemberParameter extends WithoutLogin {
        /**
         * Its source: {@code oci:DIR[:ref]}, {@code oci-archive:FILE[:ref]}, {@code docker-archive:FILE[:ref]}, {@code
         * docker://registry/repository@sha256:...}, or {@code helm:FILE} for a packaged Helm chart.
         */
        @Parameter(required = true)
        private @Nullable String from;

        /**
         * Its repository in every registry; defaults to the name of a chart, and to the repository of {@code
         * docker://}.
         */
        @Parameter
        private @Nullable String repository;

        /** Name that its classifier ends with, {@code image-<name>}; defaults to the last part of the repository. */
        @Parameter
        private @Nullable String name;

        private Declared declared() {
            if (hasLogin()) {
                throw LoginInPom.refused("<release><members><member>", LOGINS);
            }
            return new Declared(
                    Configured.optional(from)
                            .orElseThrow(
                                    () -> new ImageException(
                                            "A <member> in <release><members> has no <from>, which"
                                                    + " says where it is. Add it, such as <from>helm:target/chart.tgz</from>.")),
                    Configured.optional(repository),
                    Configured.optional(name));
        }
    }

    /**
     * A member as it is configured.
     *
     * @param from its source
     * @param repository its repository in every registry; empty for that of the source
     * @param name name in its classifier; empty for that of the repository
     */
    public record Declared(String from, Optional<String> repository, Optional<String> name) {}

    /**
     * @return the members that are imported, in the order of the POM
     * @throws ImageException if a login is configured, which everyone would read who reads the POM, or no source
     */
    public List<Declared> members() {
        if (hasLogin()) {
            throw LoginInPom.refused(ELEMENT, LOGINS);
        }
        return members == null
                ? List.of()
                : members.stream().map(MemberParameter::declared).toList();
    }
}
