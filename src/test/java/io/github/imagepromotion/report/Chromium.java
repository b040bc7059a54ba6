package io.github.imagepromotion.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.imagepromotion.testing.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, driven by the Chrome DevTools Protocol (chromedevtools.github.io/devtools-protocol). */
final class Chromium implements AutoCloseable {
    private static final int SECONDS = 30;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<JsonObject>> awaited = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private String session = "";

    private Chromium(Process process, URI address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Listener())
                .join();
    }

    /**
     * @param profile an empty directory
     * @return a browser with an empty page
     */
    static Chromium start(Path profile) throws IOException {
        Process process = new ProcessBuilder(
                        Commands.installed("chromium"),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--font-render-hinting=none",
                        "--force-color-profile=srgb",
                        "--lang=en",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        Chromium browser = new Chromium(process, address(process));
        browser.attach();
        return browser;
    }

    private static URI address(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("DevTools listening on ")) {
                drain(output);
                return URI.create(line.substring("DevTools listening on ".length()));
            }
        }
        throw new IOException("Chromium does not start: " + said);
    }

    private static void drain(BufferedReader output) {
        Thread thread = new Thread(() -> output.lines().forEach(line -> {}), "chromium output");
        thread.setDaemon(true);
        thread.start();
    }

    private void attach() {
        JsonArray targets = call("Target.getTargets", Map.of()).getAsJsonArray("targetInfos");
        for (JsonElement target : targets) {
            if (target.getAsJsonObject().get("type").getAsString().equals("page") && session.isEmpty()) {
                String id = target.getAsJsonObject().get("targetId").getAsString();
                session = call("Target.attachToTarget", Map.of("targetId", id, "flatten", true))
                        .get("sessionId")
                        .getAsString();
            }
        }
        List.of("Page.enable", "Runtime.enable", "Log.enable").forEach(domain -> call(domain, Map.of()));
    }

    /** Opens a page in a window of that width, and forgets the complaints about the one before. */
    void open(URI page, int width, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        JsonObject feature = new JsonObject();
        feature.addProperty("name", "prefers-color-scheme");
        feature.addProperty("value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
        complaints.clear();
        CompletableFuture<JsonObject> loaded = new CompletableFuture<>();
        awaited.put("Page.loadEventFired", loaded);
        call("Page.navigate", Map.of("url", page.toString()));
        get(loaded);
    }

    /** What the console was told: errors, warnings, and what a content security policy kept out. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The value of an expression; of a promise, what it becomes. */
    JsonElement evaluate(String expression) {
        JsonObject answer = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.get("exceptionDetails"));
        }
        JsonObject result = answer.getAsJsonObject("result");
        return result.has("value") ? result.get("value") : new JsonObject();
    }

    /** A PNG of the page from a height on, whether the window shows that or not. */
    byte[] screenshot(int width, long top, long height) {
        JsonObject clip = new JsonObject();
        clip.addProperty("x", 0);
        clip.addProperty("y", top);
        clip.addProperty("width", width);
        clip.addProperty("height", height);
        clip.addProperty("scale", 1);
        JsonObject answer =
                call("Page.captureScreenshot", Map.of("format", "png", "clip", clip, "captureBeyondViewport", true));
        return Base64.getDecoder().decode(answer.get("data").getAsString());
    }

    private JsonObject call(String method, Map<String, Object> parameters) {
        int id = last.incrementAndGet();
        JsonObject call = new JsonObject();
        call.addProperty("id", id);
        call.addProperty("method", method);
        call.add("params", new Gson().toJsonTree(parameters));
        if (!session.isEmpty()) {
            call.addProperty("sessionId", session);
        }
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(call.toString(), true).join();
        JsonObject message = get(answer);
        if (message.has("error")) {
            throw new AssertionError(method + ": " + message.get("error"));
        }
        return message.getAsJsonObject("result");
    }

    private static JsonObject get(CompletableFuture<JsonObject> answer) {
        return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    private void take(JsonObject message) {
        if (message.has("id")) {
            Objects.requireNonNull(answers.remove(message.get("id").getAsInt())).complete(message);
            return;
        }
        String method = message.get("method").getAsString();
        if (List.of("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
                .contains(method)) {
            complaints.add(message.get("params").toString());
        }
        CompletableFuture<JsonObject> waiting = awaited.remove(method);
        if (waiting != null) {
            waiting.complete(message);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                take(JsonParser.parseString(text.toString()).getAsJsonObject());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
