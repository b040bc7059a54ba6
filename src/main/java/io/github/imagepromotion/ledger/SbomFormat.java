package io.github.imagepromotion.ledger;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Supported JSON formats of SBOMs. */
enum SbomFormat {
    /** CycloneDX (ECMA-424), {@code components}, which may nest. */
    CYCLONEDX(Set.of("application/vnd.cyclonedx+json", "application/vnd.cyclonedx", "https://cyclonedx.org/bom")) {
        @Override
        void read(JsonObject document, Components components) {
            for (JsonObject component : Json.objects(document, "components", name())) {
                String group = text(component, "group").map(text -> text + ":").orElse("");
                text(component, "name").ifPresent(name -> components.add(group + name, text(component, "version")));
                read(component, components);
            }
        }
    },
    /** SPDX 2 (ISO/IEC 5962), {@code packages}. */
    SPDX(Set.of("application/spdx+json", "text/spdx+json", "https://spdx.dev/Document")) {
        @Override
        void read(JsonObject document, Components components) {
            for (JsonObject each : Json.objects(document, "packages", name())) {
                text(each, "name").ifPresent(name -> components.add(name, text(each, "versionInfo")));
            }
        }
    };

    private static final int MOST_COMPONENTS = 20_000;

    private final Set<String> types;

    SbomFormat(Set<String> types) {
        this.types = types;
    }

    abstract void read(JsonObject document, Components components);

    /** {@return the format for a file's media type or a predicate type} */
    static Optional<SbomFormat> of(String type) {
        return Stream.of(values()).filter(format -> format.types.contains(type)).findFirst();
    }

    /** {@return the SBOM; empty if the document is not in this format} */
    Optional<Sbom> parse(JsonObject document) {
        try {
            Components components = new Components();
            read(document, components);
            return Optional.of(new Sbom(components.versions));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    Optional<String> text(JsonObject object, String member) {
        return Json.string(object, member, name()).filter(text -> !text.isBlank());
    }

    /** Collects components. */
    static final class Components {
        private static final int LONGEST = 200;

        private final TreeMap<String, String> versions = new TreeMap<>();

        void add(String name, Optional<String> version) {
            if (versions.size() < MOST_COMPONENTS) {
                versions.merge(Text.printable(name), Text.printable(version.orElse("?")), Components::both);
            }
        }

        private static String both(String one, String other) {
            return one.length() > LONGEST || List.of(one.split(", ")).contains(other) ? one : one + ", " + other;
        }
    }
}
