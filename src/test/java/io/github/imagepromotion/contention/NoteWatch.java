package io.github.imagepromotion.contention;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks ten times a second at the lock's tag of a repository, past the proxies and with the JDK's client. */
final class NoteWatch implements AutoCloseable {
    private static final long PAUSE = 100;
    private static final String LOCK = "io.github.imagepromotion.lock.";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final List<Seen> notes = new ArrayList<>();
    private final Thread thread;

    /**
     * A note.
     *
     * @param since when it was seen first, in nanoseconds
     * @param annotations of it
     */
    private record Seen(long since, Map<String, String> annotations) {
        boolean isHeld() {
            return "held".equals(annotations.get(LOCK + "state"));
        }

        boolean isHeldBy(String holder) {
            return isHeld() && holder.equals(holder());
        }

        String holder() {
            return annotations.getOrDefault(LOCK + "holder", "");
        }

        Duration abandonment() {
            return Duration.parse(annotations.getOrDefault(LOCK + "abandoned-after", "PT0S"));
        }
    }

    private NoteWatch(URI tag) {
        this.request = HttpRequest.newBuilder(tag)
                .header("Accept", "application/vnd.oci.image.index.v1+json")
                .build();
        this.thread = new Thread(this::watch, "note-watch");
        thread.setDaemon(true);
    }

    /** @param repository {@code http://host:port/v2/name} */
    static NoteWatch start(String repository) {
        NoteWatch watch = new NoteWatch(URI.create(repository + "/manifests/promotion-lock"));
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                look();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        Map<String, String> now;
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            now = answer.statusCode() == 200 ? annotations(answer.body()) : Map.of();
        } catch (IOException e) {
            return;
        }
        synchronized (this) {
            if (notes.isEmpty() || !notes.get(notes.size() - 1).annotations().equals(now)) {
                notes.add(new Seen(System.nanoTime(), now));
                notifyAll();
            }
        }
    }

    private static Map<String, String> annotations(String manifest) {
        JsonObject annotations =
                JsonParser.parseString(manifest).getAsJsonObject().getAsJsonObject("annotations");
        return annotations.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                .getAsString()));
    }

    /**
     * Waits until somebody holds it.
     *
     * @param other whoever does not count
     * @return who does
     */
    synchronized String awaitHolder(String other) throws InterruptedException {
        Optional<String> holder = holderBut(other);
        while (holder.isEmpty()) {
            wait();
            holder = holderBut(other);
        }
        return holder.get();
    }

    private Optional<String> holderBut(String other) {
        return notes.stream()
                .filter(Seen::isHeld)
                .map(Seen::holder)
                .filter(holder -> !holder.equals(other))
                .findFirst();
    }

    /** When somebody's note that he holds it was seen first, in nanoseconds. */
    synchronized long heldSince(String holder) {
        return notes.stream()
                .filter(note -> note.isHeldBy(holder))
                .findFirst()
                .orElseThrow()
                .since();
    }

    /** From his first such note until after the last one. */
    synchronized Duration held(String holder) {
        long since = heldSince(holder);
        long until = since;
        for (int i = 1; i < notes.size(); i++) {
            if (notes.get(i - 1).isHeldBy(holder)) {
                until = notes.get(i).since();
            }
        }
        return Duration.ofNanos(until - since);
    }

    /** The longest time for which one of his notes stood there. */
    synchronized Duration longest(String holder) {
        long longest = 0;
        for (int i = 1; i < notes.size(); i++) {
            if (notes.get(i - 1).isHeldBy(holder)) {
                longest = Math.max(
                        longest, notes.get(i).since() - notes.get(i - 1).since());
            }
        }
        return Duration.ofNanos(longest);
    }

    /** After what time others may take it, by the note of his that asks for most. */
    synchronized Duration abandonment(String holder) {
        return notes.stream()
                .filter(note -> note.isHeldBy(holder))
                .map(Seen::abandonment)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** Whether somebody else's note that he holds it stood between two of his. */
    synchronized boolean wasTakenFrom(String holder) {
        List<String> holders =
                notes.stream().filter(Seen::isHeld).map(Seen::holder).toList();
        return holders.subList(holders.indexOf(holder), holders.lastIndexOf(holder)).stream()
                .anyMatch(other -> !other.equals(holder));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
