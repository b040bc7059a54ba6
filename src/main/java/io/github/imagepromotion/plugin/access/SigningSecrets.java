package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Server;

/** Reads the signing key and its passphrase, and adds both to the redactor. */
public final class SigningSecrets {
    private static final String VARIABLE = "env:";
    private static final String PEM = "-----BEGIN";
    private static final int LARGEST = 1024 * 1024;
    /** A shorter line of Base64 may be an ordinary word; in a key, only the last line is shorter. */
    private static final int SHORTEST_LINE = 12;

    /** Comment lines before a block. */
    private static final Pattern COMMENTS = Pattern.compile("\\A(?:\\s*#[^\\r\\n]*[\\r\\n]+)+(?=\\s*-----BEGIN )");

    private final Path directory;
    private final Map<String, String> variables;
    private final UnaryOperator<String> servers;
    private final Redactor redactor;

    /**
     * @param directory directory that relative paths are resolved against
     * @param variables the caller's environment variables
     * @param servers returns the passphrase of a server of settings.xml by id, or throws
     * @param redactor receives every secret
     */
    public SigningSecrets(
            Path directory, Map<String, String> variables, UnaryOperator<String> servers, Redactor redactor) {
        this.directory = directory;
        this.variables = variables;
        this.servers = servers;
        this.redactor = redactor;
    }

    /**
     * @param name name of the environment variable
     * @throws ImageException if it is not set
     */
    public char[] passphraseOfVariable(String name) {
        return hidden(variable(name, "the passphrase of the signing key", "passphraseEnv"));
    }

    /**
     * @param id id of a server of settings.xml
     * @throws ImageException if it does not exist, or its passphrase cannot be decrypted
     */
    public char[] passphraseOfServer(String id) {
        return hidden(servers.apply(id));
    }

    private char[] hidden(String passphrase) {
        redactor.hide(Secret.of(passphrase));
        return passphrase.toCharArray();
    }

    /**
     * @param key file name, or {@code env:NAME}
     * @return the key as PEM
     * @throws ImageException if it does not exist
     */
    public String pem(String key) throws IOException {
        String pem = key.startsWith(VARIABLE)
                ? variable(key.substring(VARIABLE.length()), "the signing key", "keyFile")
                : ofFile(key);
        hideLines(pem);
        return pem;
    }

    private String ofFile(String key) throws IOException {
        if (key.contains(PEM)) {
            hideLines(key);
            throw new ImageException(
                    "Refused a private key in <signing><keyFile> (-Dimage.signing.keyFile): whoever reads"
                            + " it there has it. Make another one, and name the file that holds it, or the environment variable"
                            + " (env:NAME).");
        }
        Path file;
        try {
            file = directory.resolve(key);
        } catch (InvalidPathException e) {
            throw unreadable(key, "that is not a file name");
        }
        Optional<String> refusal = SmallFile.refusal(file, LARGEST);
        if (refusal.isPresent()) {
            throw unreadable(key, refusal.get());
        }
        return Files.readString(file);
    }

    private static ImageException unreadable(String key, String why) {
        return new ImageException("Cannot read the signing key " + Text.quote(key) + ": " + why
                + ". Correct <signing><keyFile> (-Dimage.signing.keyFile): a PEM file, or env:NAME.");
    }

    /**
     * With the passphrases of settings.xml.
     *
     * @param session the Maven session
     * @param decryption decrypts settings.xml
     * @param directory directory that relative paths are resolved against
     * @param redactor receives every secret
     */
    public static SigningSecrets of(
            MavenSession session, SettingsDecryption decryption, Path directory, Redactor redactor) {
        return new SigningSecrets(
                directory, CallerEnvironment.of(session), id -> passphrase(session, decryption, id), redactor);
    }

    private static String passphrase(MavenSession session, SettingsDecryption decryption, String serverId) {
        Server server = session.getSettings().getServer(serverId);
        if (server == null) {
            throw new ImageException("Cannot open the signing key: settings.xml has no server " + Text.quote(serverId)
                    + ". Add it with a <passphrase>, or correct <signing><serverId> (-Dimage.signing.serverId).");
        }
        return decryption.passphrase(server, "the signing key");
    }

    /** Hides each line of the key, since log lines do not contain line ends. Comments before the key are not secret. */
    private void hideLines(String pem) {
        String key = COMMENTS.matcher(pem).replaceFirst("");
        Stream.of(key.split("\\s+"))
                .filter(line -> line.length() >= SHORTEST_LINE && !line.contains("-----"))
                .map(Secret::of)
                .forEach(redactor::hide);
    }

    private String variable(String name, String what, String element) {
        return Optional.ofNullable(variables.get(name))
                .orElseThrow(() -> new ImageException("Cannot read " + what + ": the environment variable "
                        + Text.quote(name) + " is not set. Set it, or correct <signing><" + element
                        + "> (-Dimage.signing." + element + ")."));
    }
}
