package io.github.imagepromotion.environment;

import java.util.List;

/**
 * The signatures and documents that an environment requires. Keys are public, so that this can be written into the
 * build record.
 *
 * @param trustedKeys keys whose signatures count: public keys in PEM form, names of files with such keys, or
 *     {@code env:NAME}
 * @param requireSignature whether the image, and the provenance that names its build, must each be signed by one of
 *     them
 * @param requireDocuments documents that an image must have: {@code provenance}, {@code sbom}, the media type of an
 *     artifact, or a predicate type
 * @param withoutRecords whether promotions are not recorded in the environment
 */
public record Trust(
        List<String> trustedKeys, boolean requireSignature, List<String> requireDocuments, boolean withoutRecords) {
    /** No requirements; promotions are recorded. */
    public static final Trust ANYTHING = new Trust(List.of(), false, List.of(), false);

    /** @throws IllegalArgumentException if signatures are required, but no key is trusted */
    public Trust {
        trustedKeys = List.copyOf(trustedKeys);
        requireDocuments = List.copyOf(requireDocuments);
        if (requireSignature && trustedKeys.isEmpty()) {
            throw new IllegalSettingException(EnvironmentSetting.REQUIRED_SIGNATURE
                    .lacks(EnvironmentSetting.TRUSTED_KEYS)
                    .said()
                    .and(": nobody's signature would count"));
        }
    }

    /** {@return this trust, without anything that has to be attached} */
    public Trust withoutDocuments() {
        return new Trust(trustedKeys, false, List.of(), withoutRecords);
    }

    /**
     * @param keys the same keys in PEM form
     * @return this trust, independent of files
     */
    public Trust withTrustedKeys(List<String> keys) {
        return new Trust(keys, requireSignature, requireDocuments, withoutRecords);
    }
}
