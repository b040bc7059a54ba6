package io.github.imagepromotion.faults;

import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.PromotionLog;
import io.github.imagepromotion.promotion.PromotionResult;
import java.time.Duration;

/** Says nothing. */
public final class QuietLog implements PromotionLog {
    @Override
    public void checked(Candidate candidate) {}

    @Override
    public void planned(Plan plan) {}

    @Override
    public void transferred(Plan plan, long bytes, Duration time) {}

    @Override
    public void promoted(PromotionResult result) {}
}
