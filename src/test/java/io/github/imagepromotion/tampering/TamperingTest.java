package io.github.imagepromotion.tampering;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.tampering.RegistryTampering.FoundBy;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** 200 manipulations, driven by a seed; what is named in a failure is the seed to look at. */
@TestInstance(Lifecycle.PER_CLASS)
@NeedsTools
class TamperingTest {
    private static final int OF_ARCHIVES = 83;
    private static final int OF_REGISTRIES = 117;

    private final List<Scene> scenes = new ArrayList<>();
    private final Path directory;

    TamperingTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    void promoteEverywhere() throws IOException {
        scenes.add(new Scene(DockerVault.start(directory.resolve("docker kept")), own("docker"), SignatureForm.BUNDLE));
        scenes.add(new Scene(new ReferrersVault(), own("referrers"), SignatureForm.BUNDLE));
        scenes.add(new Scene(
                new LayoutVault(directory.resolve("layouts"), directory.resolve("layouts kept")),
                own("layout"),
                SignatureForm.BUNDLE));
    }

    private Path own(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    @AfterAll
    void closeRegistries() {
        scenes.forEach(Scene::close);
    }

    /** The control: what finds something below finds nothing here. */
    @Test
    void verifyAndGateWhenNothingWasTouchedPass() throws IOException {
        for (Scene scene : scenes) {
            scene.vault.restore();
            assertThat(scene.verify("dev")).isEmpty();
            assertThat(scene.verify("test")).isEmpty();
            assertThat(scene.verify("prod", scene.archive("41"))).isEmpty();
            assertThat(scene.gate()).isEmpty();
            assertThat(scene.refusal(scene.archive("42"), directory.resolve("taken")))
                    .isEmpty();
        }
    }

    @Test
    void verifyAndGateWhenARegistryWasTamperedWithFindIt() throws IOException {
        List<String> unnoticed = new ArrayList<>();
        RegistryTampering[] kinds = RegistryTampering.values();
        for (int seed = 0; seed < OF_REGISTRIES; seed++) {
            Scene scene = scenes.get(seed % scenes.size());
            RegistryTampering kind = kinds[seed / scenes.size() % kinds.length];
            scene.vault.restore();
            try (Attack attack = new Attack(scene, new Random(seed))) {
                kind.run(attack);
            }
            String what = "seed " + seed + " " + kind + " in " + scene.vault.address("test") + ": ";
            if (scene.verify("test").isEmpty()) {
                unnoticed.add(what + "not found by verify");
            }
            if (kind.foundBy == FoundBy.BOTH && scene.gate().isEmpty()) {
                unnoticed.add(what + "not found by the gate");
            }
        }
        assertThat(unnoticed).isEmpty();
    }

    @Test
    void promoteAndVerifyWhenAnArchiveWasTamperedWithFindIt() throws IOException {
        List<String> unnoticed = new ArrayList<>();
        ArchiveTampering[] kinds = ArchiveTampering.values();
        Scene scene = scenes.get(1);
        for (int seed = 0; seed < OF_ARCHIVES; seed++) {
            ArchiveTampering kind = kinds[seed % kinds.length];
            scene.vault.restore();
            Path file = directory.resolve("tampered.tar");
            Path fresh = directory.resolve("fresh" + seed);
            try (Attack attack = new Attack(scene, new Random(seed))) {
                kind.run(attack, file);
            }
            String what = "seed " + seed + " " + kind + ": ";
            Optional<String> refusal = scene.refusal(file, fresh);
            if (refusal.isEmpty() || Files.exists(fresh)) {
                unnoticed.add(what + "promoted: " + refusal);
            }
            if (scene.verify("test", file).isEmpty()) {
                unnoticed.add(what + "not found by verify");
            }
        }
        assertThat(unnoticed).isEmpty();
    }
}
