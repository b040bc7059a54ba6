package io.github.imagepromotion.environment;

import java.util.List;

/**
 * What an environment takes only with proof. Keys are public, so that this can be written into the build record.
 *
 * @param trustedKeys whose signatures count: public keys in PEM form, the names of files with such, or {@code env:NAME}
 * @param requireSignature whether an image, and the provenance that says which build it is of, must each be signed by one
 *     of them
 * @param requireDocuments what must come with an image: {@code provenance}, {@code sbom}, or the media type of an
 *     artifact or the type of a predicate
 * @param withoutRecords whether promotions are not recorded there
 */
public record Trust(
        List<String> trustedKeys, boolean requireSignature, List<String> requireDocuments, boolean withoutRecords) {
    /** Everything is taken, and recorded. */
    public static final Trust ANYTHING = new Trust(List.of(), false, List.of(), false);

    /** @throws IllegalArgumentException if signatures are required, and nobody's counts */
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

    /**
     * @param keys the same keys in PEM form
     * @return this trust, independent of files
     */
    public Trust withTrustedKeys(List<String> keys) {
        return new Trust(keys, requireSignature, requireDocuments, withoutRecords);
    }
}
