package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The BuildId's tag names the artifact's manifest, byte by byte; what moving tags name is told. */
final class TagChecks {
    private static final String NAME = "tag";

    private final Holding holding;

    TagChecks(Holding holding) {
        this.holding = holding;
    }

    List<Check> run() throws IOException {
        List<Check> checks = new ArrayList<>();
        Tag build = holding.identity().buildId().tag();
        checks.add(build(build));
        for (Tag moving : holding.environment().movingTags()) {
            if (!moving.equals(build)) {
                checks.add(moving(moving));
            }
        }
        return checks;
    }

    private Check build(Tag tag) throws IOException {
        try {
            return build(tag, holding.repository().manifest(tag));
        } catch (DamagedContentException e) {
            return Check.fail(NAME, tag, "what it names is damaged: " + e.getMessage() + " Have the registry restored");
        }
    }

    private Check build(Tag tag, Optional<Manifest> found) {
        if (found.isEmpty()) {
            return Check.fail(NAME, tag, "there is no such tag; " + holding.promote());
        }
        Digest named = found.get().descriptor().digest();
        if (!named.equals(holding.digest())
                || !Arrays.equals(found.get().bytes(), holding.top().bytes())) {
            return Check.fail(
                    NAME,
                    tag,
                    "it names " + named + ", the artifact is " + holding.digest()
                            + "; a BuildId tag never changes: find out who set it, and delete it or take the artifact of"
                            + " that build");
        }
        return Check.pass(NAME, tag, "it names " + named);
    }

    private Check moving(Tag tag) throws IOException {
        Optional<Digest> named = holding.repository().resolve(tag).map(Descriptor::digest);
        return Check.info(
                NAME,
                tag,
                named.map(digest -> digest.equals(holding.digest()) ? "it names this image" : "it names " + digest)
                        .orElse("there is no such tag"));
    }
}
