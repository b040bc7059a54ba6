package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.ledger.GateAnswer;
import java.io.IOException;
import java.util.List;

/** One thing that has to hold. */
@FunctionalInterface
interface Gate {
    /**
     * @param gateRequest of an image into an environment
     * @return an answer to everything that the environment asks of this kind; none where it asks nothing
     * @throws io.github.imagepromotion.image.ImageException if it cannot be found out
     */
    List<GateAnswer> answers(GateRequest gateRequest) throws IOException;
}
