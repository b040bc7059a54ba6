package io.github.imagepromotion.verification;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.verification.VerificationResult.VerifiedImage;
import io.github.imagepromotion.verification.Verifier.Trusted;
import java.util.List;

/**
 * An image expected in a registry of an environment.
 *
 * @param candidate the image
 * @param environment the environment
 * @param registry one of its registries
 * @param repository repository of the image there
 * @param trusted proof that the environment requires
 */
record ExpectedImage(
        Candidate candidate,
        Environment environment,
        RegistryAddress registry,
        Repository repository,
        Trusted trusted) {

    Image image() {
        return candidate.archive().image();
    }

    Identity identity() {
        return candidate.identity();
    }

    Digest digest() {
        return candidate.digest();
    }

    Manifest top() {
        return image().manifests().get(image().manifests().size() - 1);
    }

    /** {@return {@code registry/repository:buildId}} */
    String reference() {
        return repository.displayName() + ":" + identity().buildId();
    }

    Destination destination() {
        return new Destination(environment.id(), registry, repository.name());
    }

    VerifiedImage verified(List<Check> checks) {
        return new VerifiedImage(
                identity().coordinates(),
                identity().buildId(),
                digest(),
                registry.toString(),
                repository.name(),
                reference(),
                candidate.origin(),
                checks);
    }
}
