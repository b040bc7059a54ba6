package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.Target;
import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;

/**
 * Displays a running transfer: on a terminal a live line for each blob, otherwise, as in a CI log, a line every few
 * seconds.
 */
public final class TransferDisplay implements AutoCloseable {
    static final String THREAD = "image-transfer-display";
    private static final long LIVE_MILLIS = 200;
    private static final long STEADY_MILLIS = 5_000;
    private static final String UP = "\u001b[1A";
    private static final String CLEAR = "\u001b[2K\r";

    private final TransferState state;
    private final ScheduledExecutorService timer;
    private final Consumer<String> log;
    private final PrintStream terminal;
    private int shown;

    /**
     * @param plan the plan
     * @param live whether to use live lines
     * @param log receives regular lines
     * @param terminal receives live lines
     */
    TransferDisplay(Plan plan, boolean live, Consumer<String> log, PrintStream terminal) {
        this.state = new TransferState(plan, System.nanoTime());
        this.log = log;
        this.terminal = terminal;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, THREAD);
            thread.setDaemon(true);
            return thread;
        });
        long period = live ? LIVE_MILLIS : STEADY_MILLIS;
        timer.scheduleAtFixedRate(live ? this::redraw : this::tell, period, period, TimeUnit.MILLISECONDS);
    }

    /** {@return whether live lines may be used in this call} */
    public static boolean isLive(MavenSession session) {
        return isLive(session.getRequest().isInteractiveMode(), CallerEnvironment.of(session), isTerminal());
    }

    /**
     * Live lines require an interactive terminal: not {@code -B}, {@code NO_COLOR} (which asks for output without
     * escapes), or a pipe.
     */
    public static boolean isLive(boolean interactive, Map<String, String> variables, boolean terminal) {
        return interactive
                && variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(variables.get("TERM"))
                && terminal;
    }

    void sending(Target target, Descriptor blob, long position) {
        state.sending(target, blob, position, System.nanoTime());
    }

    void arrived(Target target, Descriptor blob) {
        state.arrived(target, blob);
    }

    /** Removes the live lines. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (terminal) {
            erase();
            terminal.flush();
        }
    }

    private void tell() {
        log.accept(state.summary(System.nanoTime()));
    }

    private void redraw() {
        synchronized (terminal) {
            if (timer.isShutdown()) {
                return;
            }
            erase();
            List<String> lines = state.lines(System.nanoTime());
            lines.forEach(terminal::println);
            terminal.flush();
            shown = lines.size();
        }
    }

    private void erase() {
        for (; shown > 0; shown--) {
            terminal.print(UP + CLEAR);
        }
    }

    /** Since Java 22 there is a console without a terminal, and a method to distinguish them. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
