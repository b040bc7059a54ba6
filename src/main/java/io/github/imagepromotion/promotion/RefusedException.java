package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import java.util.List;

/** Something forbids a promotion, and nothing was written. */
public final class RefusedException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient List<PromotionResult> results;

    RefusedException(List<Message> refusals, List<PromotionResult> results) {
        super(refusals.stream().reduce(Message.of("Promoted nothing:"), (all, each) -> all.and(" ")
                .and(each)));
        this.results = List.copyOf(results);
    }

    /** {@return a result for each environment, in order, with the plan and the gates' answers} */
    public List<PromotionResult> results() {
        return results;
    }
}
