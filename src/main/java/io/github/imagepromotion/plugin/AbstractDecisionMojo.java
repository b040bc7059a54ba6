package io.github.imagepromotion.plugin;

import io.github.imagepromotion.decision.DecisionSettings;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.ActorName;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What goals have in common that write down what somebody decided. */
abstract class AbstractDecisionMojo extends AbstractFoundArtifactMojo {

    /** Why, for people; it is written down. */
    @Parameter(property = "image.reason")
    private @Nullable String reason;

    /** Whether such decisions about this build that stand are withdrawn, instead of another one being made. */
    @Parameter(property = "image.withdraw", defaultValue = "false")
    protected boolean withdraw;

    AbstractDecisionMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    /** The reason, where one may be absent. */
    final String reason() {
        return written("reason", reason).orElse("");
    }

    /** @throws ImageException if there is none */
    final String requiredReason() {
        return written("reason", reason)
                .orElseThrow(
                        () -> new ImageException("Decided nothing: no reason is given. Say why (-Dimage.reason=REASON);"
                                + " whoever finds the decision reads it."));
    }

    /** @throws ImageException if there is no key to sign with */
    final DecisionSettings decisions() throws IOException {
        Optional<SigningKey> key = attester("promotion").key();
        if (key.isEmpty()) {
            throw new ImageException("Decided nothing: a decision is signed, and there is no key. Name yours"
                    + " (<signing><keyFile>, -Dimage.signing.keyFile=FILE).");
        }
        ActorName by = actorName(key.get().holder());
        tell(by);
        return new DecisionSettings(key.get(), keyFiles()::of, actor(by), execution.getVersion(), parallelism());
    }

    private void tell(ActorName by) {
        by.name()
                .ifPresentOrElse(
                        name -> getLog().info("Deciding as " + Text.quote(name) + " (" + by.origin() + ")"),
                        () -> getLog().warn("Decided by a key alone: " + Text.printable(by.origin())
                                + " is nobody's name. Say who"
                                + " decides (<actor>, -Dimage.actor=NAME), or write '# NAME' into the key's file, in front of"
                                + " the key."));
    }
}
