package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.List;

/** Reads the keys that environments trust. */
@FunctionalInterface
public interface KeyReader {
    /**
     * @param trustedKeys as configured
     * @return the keys, none if none is named
     * @throws io.github.imagepromotion.image.ImageException if one cannot be read
     */
    List<VerificationKey> read(List<String> trustedKeys) throws IOException;
}
