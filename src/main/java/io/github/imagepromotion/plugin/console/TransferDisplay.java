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
 * Shows a transfer while it runs: in a terminal a live line for each blob, elsewhere, such as in the log of a CI server,
 * a line every few seconds.
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
     * @param plan that is carried out
     * @param live whether lines may be drawn over
     * @param log takes steady lines
     * @param terminal takes live lines
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

    /** Whether live lines may be drawn in this call. */
    public static boolean isLive(MavenSession session) {
        return isLive(session.getRequest().isInteractiveMode(), CallerEnvironment.of(session), isTerminal());
    }

    /**
     * Live lines need a terminal that a person looks at: not {@code -B}, not {@code NO_COLOR} (which asks for a log
     * without escapes), not a pipe.
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

    /** Leaves no live line behind. */
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

    /** Since Java 22 there is a console even where there is no terminal, and a method that tells. */
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
