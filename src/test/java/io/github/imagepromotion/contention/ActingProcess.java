package io.github.imagepromotion.contention;

import io.github.imagepromotion.contention.Outcome.End;
import io.github.imagepromotion.image.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An actor that is a process: it says that it is ready, begins when it is told to, and says how it ended. */
public final class ActingProcess {
    private static final String READY = "ready";
    private static final String REJECTED = "rejected ";

    private final Process process;
    private final BufferedReader output;

    private ActingProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ActingProcess start(Place place, Act act) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ActingProcess.class.getName());
        ActingProcess started = new ActingProcess(java.redirectErrorStream(true).start());
        started.prepare(place, act);
        return started;
    }

    private void prepare(Place place, Act act) throws IOException {
        ObjectOutputStream objects = new ObjectOutputStream(process.getOutputStream());
        objects.writeObject(place);
        objects.writeObject(act);
        objects.flush();
        String line = output.readLine();
        if (!READY.equals(line)) {
            throw new IOException("an actor's process is not ready: " + line + rest());
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    /** It ends when this process does, since its input does. */
    Outcome run() {
        try {
            try (OutputStream input = process.getOutputStream()) {
                input.write('\n');
            }
            List<String> lines = output.lines().toList();
            return outcome(process.waitFor(), lines);
        } catch (IOException | UncheckedIOException e) {
            return Outcome.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.of(e);
        }
    }

    private static Outcome outcome(int exit, List<String> lines) {
        End end = exit < End.values().length ? End.values()[exit] : End.BROKEN;
        if (end != End.MADE) {
            return Outcome.failed(end, String.join("\n", lines));
        }
        Map<Digest, Digest> rejections = new HashMap<>();
        for (String line : lines) {
            String[] digests = line.substring(REJECTED.length()).split(" ");
            rejections.put(Digest.of(digests[0]), Digest.of(digests[1]));
        }
        return Outcome.made(rejections);
    }

    private String rest() {
        return output.lines().collect(Collectors.joining("\n"));
    }

    /** @param args none: it reads place and act from its input, and then a byte when it is to begin */
    public static void main(String[] args) throws Exception {
        ObjectInputStream objects = new ObjectInputStream(System.in);
        Place place = (Place) objects.readObject();
        Act act = (Act) objects.readObject();
        Outcome outcome;
        try (Actor actor = new Actor(place, Scenario.process(act))) {
            System.out.println(READY);
            if (System.in.read() < 0) {
                throw new IOException("nobody says that it is to begin");
            }
            Thread.sleep(act.delay());
            outcome = actor.run(act);
        }
        outcome.rejections().forEach((document, image) -> System.out.println(REJECTED + document + " " + image));
        outcome.message().ifPresent(System.out::println);
        System.exit(outcome.end().ordinal());
    }
}
