package io.github.imagepromotion.promotion.tagging;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A promotion that does not wait until others have set their tags. */
public final class ImpatientLock {
    private static final LockTimes IMPATIENT = new LockTimes(
            LockTimes.STANDARD.shortestWait(),
            LockTimes.STANDARD.longestWait(),
            LockTimes.STANDARD.renewal(),
            LockTimes.STANDARD.shortestAbandonment(),
            LockTimes.STANDARD.longestAbandonment(),
            Duration.ZERO,
            LockTimes.STANDARD.pause());

    private ImpatientLock() {}

    /** {@return how it fails while another promotion sets tags there} */
    public static ImageException failure(Repository repository) throws IOException {
        try (TagLock other = new TagLock("another promotion", Clock.systemUTC());
                TagLock impatient = new TagLock("this promotion", Clock.systemUTC(), IMPATIENT)) {
            other.begin(List.of(repository), Precondition.NONE, failure -> {});
            other.await();
            impatient.begin(List.of(repository), Precondition.NONE, failure -> {});
            return catchThrowableOfType(ImageException.class, impatient::await);
        }
    }
}
