package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.promotion.EnvironmentChange;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.PromotionEvent.BeforeTags;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionListener;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends notifications if an environment configures any; otherwise their classes are not loaded. */
public final class NotifierOnDemand implements PromotionListener {
    private final Supplier<PromotionListener> notifier;
    private @Nullable PromotionListener made;

    /** @param notifier creates the notifier */
    public NotifierOnDemand(Supplier<PromotionListener> notifier) {
        this.notifier = notifier;
    }

    @Override
    public void on(PromotionEvent event) throws IOException {
        if (event instanceof BeforeTags next) {
            tell(next.expected(), event);
        } else if (event instanceof Ended end) {
            tell(end.changes(), event);
        }
    }

    private void tell(List<EnvironmentChange> changes, PromotionEvent event) throws IOException {
        if (changes.stream().allMatch(change -> change.environment().isSilent())) {
            return;
        }
        PromotionListener known = made;
        if (known == null) {
            known = notifier.get();
            made = known;
        }
        known.on(event);
    }
}
