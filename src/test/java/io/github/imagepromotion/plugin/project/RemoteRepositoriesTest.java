package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteRepositoriesTest {
    private static final String NO_URL =
            "Illegal <remoteRepositories> (-Dimage.remoteRepositories): '/srv/nexus' is no URL. Write id::url,";
    private static final String URL = "https://repository.example/releases";

    /** Maven would look nowhere, and find nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"/srv/nexus", "nexus::/srv/nexus"})
    void askedWhenItIsAPathAndNoUrlIsRefused(String specification) {
        assertThatThrownBy(() -> RemoteRepositories.asked(specification, 0))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(NO_URL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///srv/nexus", "nexus::https://nexus.example/releases", "a::default::file:/srv"})
    void askedWhenItHasAUrlIsTaken(String specification) {
        assertThat(RemoteRepositories.asked(specification, 0).getProtocol()).isIn("file", "https");
    }

    /** The same repository stands in {@code <distributionManagement>}, without a policy, and in {@code <repositories>}. */
    @Test
    void asStrictWhenThePomReadsTheRepositoryThatItDeploysToTakesItsChecksumPolicy() {
        RemoteRepository deployed = new RemoteRepository.Builder("deploy", "default", URL).build();
        RemoteRepository read = new RemoteRepository.Builder("read", "default", URL)
                .setReleasePolicy(new RepositoryPolicy(
                        false, RepositoryPolicy.UPDATE_POLICY_NEVER, RepositoryPolicy.CHECKSUM_POLICY_FAIL))
                .build();

        RemoteRepository strict = RemoteRepositories.asStrict(deployed, read);

        assertThat(strict.getId()).isEqualTo("deploy");
        assertThat(strict.getPolicy(false).getChecksumPolicy()).isEqualTo(RepositoryPolicy.CHECKSUM_POLICY_FAIL);
        assertThat(strict.getPolicy(false).isEnabled()).isTrue();
        assertThat(strict.getPolicy(true).getChecksumPolicy())
                .isEqualTo(read.getPolicy(true).getChecksumPolicy());
    }
}
