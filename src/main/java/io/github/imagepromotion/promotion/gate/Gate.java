package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.ledger.GateAnswer;
import java.io.IOException;
import java.util.List;

/** A condition of a promotion. */
@FunctionalInterface
interface Gate {
    /**
     * @param gateRequest promotion of an image into an environment
     * @return an answer for each condition of this kind; empty if the environment has none
     * @throws io.github.imagepromotion.image.ImageException if it cannot be determined
     */
    List<GateAnswer> answers(GateRequest gateRequest) throws IOException;
}
