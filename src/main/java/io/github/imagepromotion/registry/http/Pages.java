package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.transport.Response;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Reads a list that comes in pages, within bounds. */
final class Pages {
    private static final int LARGEST_PAGE = 4 * 1024 * 1024;
    private static final int MOST_PAGES = 1_000;
    private static final int MOST_ENTRIES = 100_000;
    /** Of a whole list: a few entries may be as large as many. */
    private static final long MOST_BYTES = 32 * 1024 * 1024;

    private final RegistryClient client;

    Pages(RegistryClient client) {
        this.client = client;
    }

    /**
     * @param first request for the first page
     * @param absent whether a response means that there is no list
     * @param entries returns the entries of a page; its second argument names the page
     * @return the entries of all pages; empty if there is no list
     */
    <T> Optional<List<T>> read(Call first, Predicate<Response> absent, BiFunction<JsonObject, String, List<T>> entries)
            throws IOException {
        List<T> all = new ArrayList<>();
        long bytes = 0;
        Optional<Call> page = Optional.of(first);
        for (int count = 0; page.isPresent(); count++) {
            Call call = page.get();
            boolean mayBeAbsent = count == 0;
            Optional<Answer<T>> read = client.read(
                    call,
                    response -> mayBeAbsent && absent.test(response)
                            ? Optional.empty()
                            : Optional.of(page(call, response, entries)));
            if (read.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(read.get().entries());
            bytes += read.get().bytes();
            Optional<URI> next = read.get().next();
            page = next.map(uri -> call.with(call.request().to(uri)));
            boolean circle = next.equals(Optional.of(call.request().uri()));
            if (circle || count >= MOST_PAGES || all.size() > MOST_ENTRIES || bytes > MOST_BYTES) {
                throw endless(call);
            }
        }
        return Optional.of(all);
    }

    private record Answer<T>(List<T> entries, int bytes, Optional<URI> next) {}

    private <T> Answer<T> page(Call call, Response response, BiFunction<JsonObject, String, List<T>> entries)
            throws IOException {
        if (!response.isSuccess()) {
            throw client.refused(call, response);
        }
        String what = "answer to '" + call.what() + "'";
        byte[] content = client.content(call, response, LARGEST_PAGE);
        try {
            return new Answer<>(
                    entries.apply(Json.object(content, what), what),
                    content.length,
                    Links.next(call.request().uri(), response.headers("Link")));
        } catch (DamagedContentException e) {
            throw client.damaged(call, ErrorText.instead(content, e));
        }
    }

    private static ImageException endless(Call call) {
        return new ImageException("Cannot " + call.what() + ": the registry's list leads in circles, or has more than "
                + MOST_PAGES + " pages, " + MOST_ENTRIES + " entries or " + MOST_BYTES
                + " bytes. Remove there what nobody needs, or have the"
                + " registry's paging mended.");
    }
}
