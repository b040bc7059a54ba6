package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the public keys of {@code <trustedKeys>}: PEM, a file, or an environment variable. */
public final class TrustedKeys {
    private static final String PEM = "-----BEGIN";
    private static final String VARIABLE = "env:";
    private static final int LARGEST = 1024 * 1024;

    private final Path directory;
    private final Map<String, String> variables;

    /**
     * @param directory directory that relative paths are resolved against
     * @param variables the caller's environment variables
     */
    public TrustedKeys(Path directory, Map<String, String> variables) {
        this.directory = directory;
        this.variables = variables;
    }

    /** @throws ImageException if one does not exist or is not a public key */
    public List<VerificationKey> of(List<String> configured) throws IOException {
        List<VerificationKey> keys = new ArrayList<>();
        for (String key : configured) {
            keys.addAll(VerificationKey.parse(pem(key), name(key)));
        }
        return keys.stream().distinct().toList();
    }

    /** {@return the environments with keys instead of files, which do not exist in a release stage} */
    public Environments inline(Environments named) throws IOException {
        List<Environment> list = new ArrayList<>();
        for (Environment environment : named.list()) {
            list.add(inline(environment));
        }
        return new Environments(list, named.source());
    }

    private Environment inline(Environment environment) throws IOException {
        Trust trust = environment.trust();
        Environment inlined = trust.trustedKeys().isEmpty()
                ? environment
                : environment.withTrust(trust.withTrustedKeys(inline(trust.trustedKeys())));
        Optional<Approvals> approvals = environment.gates().consents().approvals();
        if (approvals.isEmpty() || approvals.get().trustedKeys().isEmpty()) {
            return inlined;
        }
        List<String> keys = inline(approvals.get().trustedKeys());
        return inlined.withGates(
                environment.gates().withApprovals(approvals.get().withTrustedKeys(keys)));
    }

    /** {@return the same keys without files; variables are kept, since their values come from the caller} */
    public List<String> inline(List<String> configured) throws IOException {
        List<String> keys = new ArrayList<>();
        for (String key : configured) {
            if (key.startsWith(VARIABLE)) {
                keys.add(key);
            } else {
                of(List.of(key)).forEach(parsed -> keys.add(parsed.pem()));
            }
        }
        return keys;
    }

    private String pem(String key) throws IOException {
        if (key.contains(PEM)) {
            return key;
        }
        if (key.startsWith(VARIABLE)) {
            return Optional.ofNullable(variables.get(key.substring(VARIABLE.length())))
                    .orElseThrow(() -> missing(key, "the environment variable is not set"));
        }
        Path file = file(key);
        Optional<String> refusal = SmallFile.refusal(file, LARGEST);
        if (refusal.isPresent()) {
            throw missing(key, refusal.get());
        }
        return Files.readString(file);
    }

    private Path file(String key) {
        try {
            return directory.resolve(key);
        } catch (InvalidPathException e) {
            throw missing(key, "that is not a file name");
        }
    }

    private static String name(String key) {
        return key.contains(PEM) ? "<trustedKeys>" : key;
    }

    private static ImageException missing(String key, String why) {
        return new ImageException("Cannot read the trusted key " + Text.quote(key) + ": " + why
                + ". Correct <trustedKeys> (-Dimage.trustedKeys): PEM files, env:NAME, or the PEM itself.");
    }
}
