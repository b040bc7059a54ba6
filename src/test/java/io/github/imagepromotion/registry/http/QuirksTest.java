package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Quirk;
import io.github.imagepromotion.testing.QuirkyRegistry;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kind of registry does alike holds whatever is odd about one, but where it takes more than one repository knows (PromotionQuirksTest). */
@ParameterizedClass
@EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {
            "REFERRERS_500",
            "REFERRERS_403",
            "REFERRERS_FILTERED",
            "REFERRERS_NULL",
            "BLOB_HEAD_404",
            "BLOB_HEAD_LIES",
            "BLOB_COLLECTED"
        })
class QuirksTest extends ServerContract<QuirkyRegistry> {
    private static final int CHUNK = 5 * 1024 * 1024;

    @Parameter
    private Quirk quirk = Quirk.NONE;

    @Override
    protected int large() {
        return 2 * CHUNK + 1_000_001;
    }

    @Override
    protected boolean mounts() {
        return quirk != Quirk.MOUNT_LIES;
    }

    @Override
    QuirkyRegistry start() {
        return new QuirkyRegistry(quirk);
    }

    @Override
    Registry open(QuirkyRegistry server) {
        return TestRegistries.open((RegistryAddress.Host) server.address(), Accesses.anonymous(), CHUNK);
    }
}
