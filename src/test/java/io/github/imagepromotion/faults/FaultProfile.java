package io.github.imagepromotion.faults;

import io.github.imagepromotion.faults.proxy.FaultKind;
import io.github.imagepromotion.faults.proxy.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * How bad a run is: now and then something, or everything all the time, or one thing again and again, or only where it
 * hurts.
 *
 * @param rate how many of the requests meet a fault
 * @param kinds that happen
 * @param aim operations that meet faults
 */
record FaultProfile(double rate, Set<FaultKind> kinds, Set<Operation> aim) {
    private static final List<Double> RATES = List.of(0.03, 0.08, 0.2, 0.35);
    private static final double AIMED_RATE = 0.6;

    static FaultProfile of(long seed) {
        Random random = new Random(SeededFaults.mix(seed));
        Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        if (random.nextInt(3) == 0) {
            kinds = some(random, FaultKind.class, 1 + random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            return new FaultProfile(AIMED_RATE, kinds, some(random, Operation.class, 1 + random.nextInt(2)));
        }
        double rate = RATES.get(random.nextInt(RATES.size()));
        return new FaultProfile(rate, kinds, EnumSet.allOf(Operation.class));
    }

    private static <E extends Enum<E>> Set<E> some(Random random, Class<E> type, int count) {
        Set<E> some = EnumSet.noneOf(type);
        E[] all = type.getEnumConstants();
        while (some.size() < count) {
            some.add(all[random.nextInt(all.length)]);
        }
        return some;
    }

    double rate(Operation operation) {
        return aim.contains(operation) ? rate : 0;
    }

    boolean allows(FaultKind kind) {
        return kinds.contains(kind);
    }
}
