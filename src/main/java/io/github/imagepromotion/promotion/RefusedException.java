package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import java.util.List;

/** Something forbids a promotion, and nothing was written. */
public final class RefusedException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient List<PromotionResult> results;

    RefusedException(List<Message> refusals, List<PromotionResult> results) {
        super(Message.of("Promoted nothing:").and(refusals));
        this.results = List.copyOf(results);
    }

    /** {@return a result for each environment, in order, with the plan and the gates' answers} */
    public List<PromotionResult> results() {
        return results;
    }
}
