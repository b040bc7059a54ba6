package io.github.imagepromotion.faults;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.plugin.console.Told;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.http.TestRegistries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.PromotionFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion made of it.
 *
 * @param failure empty after a success
 * @param problems what is wrong with the way it ended, whatever the registry holds
 */
record Attempt(Optional<Throwable> failure, List<String> problems) {
    /** A promotion that takes longer hangs. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(90);

    private static final Pattern REMEDY = Pattern.compile(
            "-Dimage\\.\\w+|Check |[Tt]ry again|run the promotion again|Raise its limit|find out which|Have the registry let",
            Pattern.DOTALL);

    /**
     * How it is made.
     *
     * @param chunk up to so many bytes are sent at once
     * @param parallelism of the promotion
     * @param patience how long nothing may move
     * @param state directory of uploads under way, if they are remembered
     */
    record Manner(long chunk, int parallelism, Duration patience, Optional<Path> state) {}

    static Attempt of(List<Candidate> candidates, List<String> environments, Manner manner) {
        CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> end.complete(failure(candidates, environments, manner)), "promotion");
        thread.setDaemon(true);
        thread.start();
        try {
            Optional<Throwable> failure = Optional.ofNullable(end.get(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            return new Attempt(failure, failure.map(Attempt::problems).orElse(List.of()));
        } catch (TimeoutException e) {
            return new Attempt(Optional.of(e), List.of("hangs: after " + TIME_LIMIT + " it is at " + where(thread)));
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Throwable failure(List<Candidate> candidates, List<String> environments, Manner manner) {
        try {
            RetryBudget budget = Accesses.unlimited();
            PromotionFixture.of(candidates)
                    .to(environments.toArray(String[]::new))
                    .through((address, environment) -> connect(address, environment, manner, budget))
                    .within(budget)
                    .atOnce(manner.parallelism())
                    .promote();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private static Registry connect(
            RegistryAddress address, Environment environment, Manner manner, RetryBudget budget) {
        RegistryAccess user = Accesses.asUser();
        RegistryAccess access = Accesses.of(
                user.credentials(),
                environment.location().insecure(),
                user.offline(),
                manner.patience(),
                budget,
                manner.state(),
                user.userAgent());
        return TestRegistries.open((RegistryAddress.Host) address, access, manner.chunk());
    }

    private static List<String> problems(Throwable failure) {
        List<String> problems = new ArrayList<>();
        String message = Told.told(failure);
        if (!(failure instanceof ImageException)) {
            problems.add("a stray " + trace(failure));
        }
        if (!REMEDY.matcher(message).find() || !message.endsWith(".")) {
            problems.add("no remedy: " + message);
        }
        boolean tells = Stream.<@Nullable Throwable>iterate(failure, cause -> cause.getCause())
                .takeWhile(cause -> cause != null)
                .anyMatch(cause -> String.valueOf(cause).contains(DockerRegistry.PASSWORD));
        if (tells) {
            problems.add("tells the password");
        }
        return problems;
    }

    private static String where(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(30)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }

    private static String trace(Throwable failure) {
        String at = Arrays.stream(failure.getStackTrace())
                .limit(12)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        return failure + " at " + at + (failure.getCause() == null ? "" : ", for " + trace(failure.getCause()));
    }

    String told() {
        return failure.map(Told::told).orElse("");
    }
}
