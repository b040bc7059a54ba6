package io.github.imagepromotion.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image with a real root file system, made by umoci, is built upon; its layers are unpacked and it is run. */
@NeedsTools
class RunningImageTest {
    @TempDir
    Path directory;

    @Test
    void imageWhenBuiltOnBusyboxRuns() throws Exception {
        assertThat(output("id", "-u")).as("needs root").isEqualTo("0\n");
        BuildFixture build = new BuildFixture(directory);
        build.base = "oci:" + busyboxBase() + ":tiny";
        build.file("extra/greet.sh", "echo \"$GREETING from $(pwd), $1\"\n");
        build.extraDirectories = List.of(new ExtraDirectory(directory.resolve("extra"), "/opt"));
        build.entrypoint = new Entrypoint.Command(List.of("/bin/busybox", "sh", "/opt/greet.sh"));
        build.args = List.of("world");
        build.environment.put("GREETING", "hello");

        try (BuiltImage built = build.build()) {
            Path root = unpack(built);
            var config = BuildFixture.config(built).getAsJsonObject("config");
            List<String> command = new ArrayList<>(List.of("env", "-i"));
            command.addAll(Json.strings(config, "Env", "config"));
            command.addAll(List.of("/usr/sbin/chroot", root.toString()));
            command.addAll(Json.strings(config, "Entrypoint", "config"));
            command.addAll(Json.strings(config, "Cmd", "config"));

            assertThat(output(command.toArray(String[]::new))).isEqualTo("hello from /, world\n");
        }
    }

    private Path busyboxBase() throws Exception {
        Path layout = directory.resolve("base");
        Path bundle = directory.resolve("bundle");
        umoci("init", "--layout", layout.toString());
        umoci("new", "--image", layout + ":tiny");
        umoci("unpack", "--image", layout + ":tiny", bundle.toString());
        Path bin = Files.createDirectories(bundle.resolve("rootfs/bin"));
        Files.copy(Path.of(Commands.installed("busybox")), bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        umoci("repack", "--image", layout + ":tiny", bundle.toString());
        return layout;
    }

    private Path unpack(BuiltImage built) throws Exception {
        Path root = Files.createDirectories(directory.resolve("root"));
        for (Descriptor layer : BuildFixture.manifest(built).layers()) {
            Path file = directory.resolve("layer.tar.gz");
            try (var in = built.blobs().open(layer, 0)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            Commands.run("tar", "-xzf", file.toString(), "-C", root.toString());
        }
        return root;
    }

    private static void umoci(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Commands.installed("umoci")));
        command.addAll(List.of(arguments));
        Commands.run(command.toArray(String[]::new));
    }

    private static String output(String... command) {
        return new String(Commands.run(command), StandardCharsets.UTF_8);
    }
}
