package io.github.imagepromotion.registry.credentials;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.Secret;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A credential helper, {@code docker-credential-<name>} (docker-credential-helpers, "Development"). Its output is a
 * secret and never shown.
 *
 * @param name name after {@code docker-credential-}
 * @param environment its environment variables, including {@code PATH}
 * @param timeout time after which it is stopped
 */
record CredentialHelper(String name, Map<String, String> environment, Duration timeout) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final String NOT_FOUND = "credentials not found";
    /** User name that marks an identity token. */
    private static final String TOKEN_USER = "<token>";

    private static final int LARGEST = 64 * 1024;

    String program() {
        return "docker-credential-" + name;
    }

    /** {@return the program's file; empty if it is not in the path} */
    Optional<Path> find() {
        if (!LEGAL.matcher(name).matches()) {
            throw failed("its name is none");
        }
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String ending : new String[] {"", ".exe", ".cmd"}) {
                Path file = Path.of(directory).resolve(program() + ending);
                if (!directory.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * @param file file of the program
     * @param question name of the registry for the program
     * @param origin origin of the credential, for messages
     * @return its credential; empty if it has none
     * @throws ImageException if the program fails, hangs, or its output is malformed
     */
    Optional<Credential> get(Path file, String question, String origin) {
        byte[] answer;
        int status;
        try {
            Process process = start(file);
            try {
                ask(process, question);
                answer = read(process);
                status = process.exitValue();
            } finally {
                end(process);
            }
        } catch (IOException e) {
            throw new ImageException(message("it cannot be run"), e);
        }
        if (status != 0) {
            // Only compared, not shown: this is how helpers report that they have no credential.
            if (new String(answer, StandardCharsets.UTF_8).trim().startsWith(NOT_FOUND)) {
                return Optional.empty();
            }
            throw failed("it ended with status " + status);
        }
        return Optional.of(credential(answer, origin));
    }

    private Process start(Path file) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(file.toString(), "get").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void ask(Process process, String question) {
        try (OutputStream in = process.getOutputStream()) {
            in.write((question + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program did not read its input; its output tells why.
        }
    }

    private byte[] read(Process process) {
        CompletableFuture<byte[]> output = new CompletableFuture<>();
        Thread reader = new Thread(() -> complete(output, process.getInputStream()), program());
        reader.setDaemon(true);
        reader.start();
        try {
            byte[] answer = output.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return answer;
            }
            throw failed("it did not end within " + Elapsed.shown(timeout));
        } catch (TimeoutException e) {
            throw failed("it did not answer within " + Elapsed.shown(timeout));
        } catch (ExecutionException e) {
            throw new ImageException(message("its answer cannot be read"), e);
        } catch (InterruptedException e) {
            throw new ImageException(
                    message("waiting for it was interrupted"), Pause.interrupted("'" + program() + "' answers", e));
        }
    }

    private static void complete(CompletableFuture<byte[]> output, InputStream in) {
        try {
            output.complete(in.readNBytes(LARGEST));
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Credential credential(byte[] answer, String origin) {
        try {
            JsonObject json = Json.object(answer, "answer");
            String user = Json.string(json, "Username", "answer").orElse("");
            Secret secret = Secret.of(Json.requiredString(json, "Secret", "answer"));
            boolean token = user.equals(TOKEN_USER);
            return new Credential(origin, token ? "" : user, secret, token);
        } catch (ImageException e) {
            // Without a cause, which might quote the output.
            throw failed("its answer is not a login");
        }
    }

    private ImageException failed(String why) {
        return new ImageException(message(why));
    }

    private Message message(String why) {
        return Message.of("Cannot get a login from " + Text.quote(program()) + ": " + why + ".")
                .because(RegistryReason.HELPER_FAILED);
    }
}
