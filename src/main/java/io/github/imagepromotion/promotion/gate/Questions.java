package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.time.Duration;

/** Asks services that are no registry. */
@FunctionalInterface
public interface Questions {
    /**
     * @param check whom to ask, and how he knows us
     * @param body JSON
     * @param timeout how long for
     * @return the answer, without secrets of ours
     * @throws io.github.imagepromotion.web.NoAnswerException if there is none in time; its message is a clause that says why
     * @throws io.github.imagepromotion.image.ImageException if it may not be asked, or a login is missing
     */
    WebResponse ask(HttpCheck check, String body, Duration timeout) throws IOException;
}
