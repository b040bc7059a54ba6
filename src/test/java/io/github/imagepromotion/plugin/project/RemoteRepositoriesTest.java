package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.junit.jupiter.api.Test;

class RemoteRepositoriesTest {
    private static final String URL = "https://repository.example/releases";

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
