package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many files of the plugin someone reads who follows a promotion from its goal to the first PUT. */
@NeedsTools
class FirstPutTest {
    private static final String ROOT = "io.github.imagepromotion.";
    private static final int MOST_FILES = 45;

    @TempDir
    private Path directory;

    /**
     * Counted are the files on the stacks of all threads, whenever a request about the image is made, up to the first PUT. The
     * registry is greeted beside other work.
     */
    @Test
    void promoteUpToTheFirstPutGoesThroughFewFiles() throws Exception {
        Set<String> files = new ConcurrentSkipListSet<>();
        AtomicBoolean put = new AtomicBoolean();
        try (Shop shop = new Shop(directory);
                DockerRegistry registry = DockerRegistry.anonymous();
                FaultProxy proxy = FaultProxy.start(registry.url(), Faults.NONE, new Traffic() {
                    @Override
                    public void requested(Head request) {
                        if (!put.get() && !request.target().equals("/v2/")) {
                            addFiles(files);
                        }
                        put.compareAndSet(false, request.method().equals("PUT"));
                    }
                })) {
            shop.environments(Shop.environment("prod", RegistryAddress.of(proxy.url()), ""));
            shop.promoted();
        }

        assertThat(put).isTrue();
        assertThat(files).contains(ROOT + "plugin.PromoteMojo", ROOT + "promotion.Promoter");
        assertThat(files).hasSizeLessThanOrEqualTo(MOST_FILES);
    }

    private static void addFiles(Set<String> files) {
        Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .map(frame -> frame.getClassName().replaceFirst("[$].*", ""))
                .filter(name -> name.startsWith(ROOT) && isOfThePlugin(name))
                .forEach(files::add);
    }

    private static boolean isOfThePlugin(String name) {
        try {
            CodeSource source = Class.forName(name).getProtectionDomain().getCodeSource();
            return !source.getLocation().getPath().endsWith("/test-classes/");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
