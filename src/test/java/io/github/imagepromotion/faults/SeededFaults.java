package io.github.imagepromotion.faults;

import io.github.imagepromotion.faults.proxy.Fault;
import io.github.imagepromotion.faults.proxy.FaultKind;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Operation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Faults drawn from a seed. What happens to a request depends on the seed, on what it asks of which repository, and on
 * how many such requests there were, and not on what other threads do meanwhile.
 */
final class SeededFaults implements Faults {
    private static final List<Integer> LASTING = List.of(400, 403, 410, 415, 422, 451);
    /** What can happen to few requests would else be rare. */
    private static final int SPECIAL = 5;

    private static final int MOST_STALLS = 6;

    private final long seed;
    private final FaultProfile profile;
    private final boolean tokens;
    private final String expiredToken;
    private final Map<FaultKind, LongAdder> counts;
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final Map<Operation, Fault> lasting = new ConcurrentHashMap<>();
    private final AtomicInteger storm = new AtomicInteger();
    private final AtomicInteger stalls = new AtomicInteger();

    /**
     * @param seed of the run
     * @param expiredToken of a registry with tokens, else empty
     * @param counts of what was injected
     */
    SeededFaults(long seed, Optional<String> expiredToken, Map<FaultKind, LongAdder> counts) {
        this.seed = seed;
        this.profile = FaultProfile.of(seed);
        this.tokens = expiredToken.isPresent();
        this.expiredToken = expiredToken.orElse("none");
        this.counts = counts;
    }

    @Override
    public Optional<Fault> next(Operation operation, Head request) {
        if (storm.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Optional.of(Fault.of(FaultKind.STORM, 0));
        }
        String key = operation + Operation.repository(request);
        int count = requests.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
        Random random = new Random(mix(seed ^ key.hashCode() * 31L ^ ((long) count << 32)));
        random.nextInt();
        double chance = random.nextDouble();
        return Optional.ofNullable(lasting.get(operation))
                .or(() -> chance < profile.rate(operation) ? draw(operation, random) : Optional.empty());
    }

    private Optional<Fault> draw(Operation operation, Random random) {
        List<FaultKind> kinds = Arrays.stream(FaultKind.values())
                .filter(profile::allows)
                .filter(kind -> kind.appliesTo(operation) && (tokens || !kind.needsTokens()))
                .flatMap(kind -> Collections.nCopies(kind.appliesTo(Operation.OTHER) ? 1 : SPECIAL, kind).stream())
                .toList();
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        FaultKind kind = kinds.get(random.nextInt(kinds.size()));
        if (kind.stalls() && stalls.incrementAndGet() > MOST_STALLS) {
            kind = FaultKind.RESET_BEFORE;
        }
        return Optional.of(begun(operation, kind, random));
    }

    private Fault begun(Operation operation, FaultKind kind, Random random) {
        double where = random.nextDouble();
        switch (kind) {
            case STORM -> storm.set(2 + random.nextInt(20));
            case LASTING_4XX -> {
                return lasting.computeIfAbsent(
                        operation, any -> new Fault(kind, where, LASTING.get(random.nextInt(LASTING.size()))));
            }
            case PATCH_REFUSED -> {
                return lasting.computeIfAbsent(
                        operation, any -> new Fault(kind, where, random.nextBoolean() ? 405 : 501));
            }
            default -> {
                // Happens once.
            }
        }
        return Fault.of(kind, where);
    }

    @Override
    public void injected(FaultKind kind) {
        counts.computeIfAbsent(kind, any -> new LongAdder()).increment();
    }

    @Override
    public String expiredToken() {
        return expiredToken;
    }

    /** Neighbouring seeds have nothing in common (the finaliser of SplitMix64). */
    static long mix(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
