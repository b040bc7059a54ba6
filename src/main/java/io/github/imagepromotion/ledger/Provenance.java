package io.github.imagepromotion.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The predicate of SLSA provenance (slsa.dev/spec/v1.0/provenance) of an image. It contains no time and no machine, so
 * that the same build gives the same bytes.
 *
 * @param builder what made the image
 * @param identity the build
 * @param parameters what it was asked for
 * @param dependencies the materials of the image
 * @param byproducts further documents of the build about the image: SBOMs, reports
 */
public record Provenance(
        Builder builder,
        Identity identity,
        Parameters parameters,
        List<Resource> dependencies,
        List<Resource> byproducts) {
    /** The type of the predicate. */
    public static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";

    /** The build type, which defines the parameters; {@code docs/ledger.md} describes it. */
    public static final String BUILD_TYPE = "https://imagepromotion.github.io/build/v1";

    private static final Members RESOURCE =
            Members.of("name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations");

    /** SLSA 1.0, provenance.md. */
    private static final Members MEMBERS = Members.of()
            .with(
                    "buildDefinition",
                    Members.of("buildType", "externalParameters", "internalParameters")
                            .with("resolvedDependencies", RESOURCE))
            .with(
                    "runDetails",
                    Members.of()
                            .with("builder", Members.of("id", "builderDependencies", "version"))
                            .with("metadata", Members.of("invocationId", "startedOn", "finishedOn"))
                            .with("byproducts", RESOURCE));

    private static final String WHAT = "provenance";
    private static final Set<String> MANIFESTS = Set.of(
            MediaType.OCI_MANIFEST.value(),
            MediaType.OCI_INDEX.value(),
            MediaType.DOCKER_MANIFEST.value(),
            MediaType.DOCKER_LIST.value());

    /** Copies the lists. */
    public Provenance {
        dependencies = List.copyOf(dependencies);
        byproducts = List.copyOf(byproducts);
    }

    /**
     * What made an image.
     *
     * @param id URI of the CI server that ran the build, or a URI that stands for none
     * @param plugin version of this plugin
     */
    public record Builder(String id, String plugin) {}

    /**
     * What a build was asked for.
     *
     * @param goal goal that made the image, such as {@code image:build}
     * @param configuration configuration of the goal, without secrets
     * @param environments environments as configured at build
     */
    public record Parameters(String goal, JsonObject configuration, List<Environment> environments) {
        /** Copies the list. */
        public Parameters {
            environments = List.copyOf(environments);
        }
    }

    /**
     * A resource descriptor (in-toto attestation framework, spec/v1/resource_descriptor.md).
     *
     * @param name for display
     * @param uri of the resource; may be empty
     * @param digest by algorithm, in hexadecimal; may be empty if the resource is known by name only
     * @param mediaType of the content; may be empty
     */
    public record Resource(String name, String uri, Map<String, String> digest, String mediaType) {

        /** Creates a resource without a media type. */
        public Resource(String name, String uri, Map<String, String> digest) {
            this(name, uri, digest, "");
        }

        /** A document about the image, by the digest of its manifest. */
        private static Resource of(Document document) {
            Digest digest = document.digest();
            return new Resource(
                    document.artifactType(),
                    "",
                    Map.of(digest.algorithm(), digest.hex()),
                    document.content().top().mediaType().value());
        }

        /**
         * @param name name for display
         * @param uri URI of its source
         * @param digest digest of the content
         * @return the resource
         */
        public static Resource of(String name, String uri, Digest digest) {
            return new Resource(name, uri, Map.of(digest.algorithm(), digest.hex()));
        }

        private JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("name", name);
            if (!uri.isEmpty()) {
                json.addProperty("uri", uri);
            }
            if (!digest.isEmpty()) {
                JsonObject digests = new JsonObject();
                digest.forEach(digests::addProperty);
                json.add("digest", digests);
            }
            if (!mediaType.isEmpty()) {
                json.addProperty("mediaType", mediaType);
            }
            return json;
        }
    }

    /**
     * @param documents further documents of the archive
     * @return the same provenance with these documents as by-products, so that the removal of one is detected
     */
    public Provenance naming(List<Document> documents) {
        List<Resource> all = new ArrayList<>(byproducts);
        documents.stream().map(Resource::of).forEach(all::add);
        return new Provenance(builder, identity, parameters, dependencies, all);
    }

    /** {@return the predicate, members in a fixed order} */
    public JsonObject predicate() {
        JsonObject external = new JsonObject();
        external.addProperty("goal", parameters.goal());
        external.addProperty("project", identity.coordinates().toString());
        external.addProperty("repository", identity.repository().toString());
        external.add("configuration", parameters.configuration());
        external.add("environments", Json.tree(parameters.environments()));
        JsonObject definition = new JsonObject();
        definition.addProperty("buildType", BUILD_TYPE);
        definition.add("externalParameters", external);
        definition.add("resolvedDependencies", resources(dependencies));
        JsonObject version = new JsonObject();
        version.addProperty("image-promotion-maven-plugin", builder.plugin());
        JsonObject builderOf = new JsonObject();
        builderOf.addProperty("id", builder.id());
        builderOf.add("version", version);
        JsonObject metadata = new JsonObject();
        metadata.addProperty("invocationId", identity.buildId().toString());
        JsonObject details = new JsonObject();
        details.add("builder", builderOf);
        details.add("metadata", metadata);
        details.add("byproducts", resources(byproducts));
        JsonObject predicate = new JsonObject();
        predicate.add("buildDefinition", definition);
        predicate.add("runDetails", details);
        return predicate;
    }

    private static JsonArray resources(List<Resource> resources) {
        JsonArray array = new JsonArray();
        resources.forEach(resource -> array.add(resource.json()));
        return array;
    }

    /**
     * The claims of this plugin's provenance about a build.
     *
     * @param gav coordinates of the project
     * @param buildId BuildId
     * @param repository repository of the image
     * @param files digests of files about the image, such as an SBOM
     * @param documents digests of the manifests of the archive's other documents
     */
    public record Claim(String gav, String buildId, String repository, List<Digest> files, List<Digest> documents) {
        /**
         * @param identity identity of a build, from an archive
         * @return whether the claims are about that build
         */
        boolean isOf(Identity identity) {
            return gav.equals(identity.coordinates().toString())
                    && buildId.equals(identity.buildId().toString())
                    && repository.equals(identity.repository().toString());
        }

        /** {@return the build for display} */
        public String describe() {
            return "build " + Text.quote(buildId) + " of " + Text.quote(gav) + " for " + Text.quote(repository);
        }
    }

    /**
     * @param predicate predicate of this type
     * @return whether it claims to be this plugin's; {@link #read} only reads these
     */
    public static boolean isOfThisPlugin(JsonObject predicate) {
        try {
            return Json.string(member(predicate, "buildDefinition"), "buildType", WHAT)
                    .filter(BUILD_TYPE::equals)
                    .isPresent();
        } catch (ImageException e) {
            return false;
        }
    }

    /**
     * @param predicate predicate of this type
     * @return its claims
     * @throws io.github.imagepromotion.image.ImageException if another builder wrote it, or it is malformed
     */
    public static Claim read(JsonObject predicate) {
        MEMBERS.check(predicate, WHAT);
        JsonObject definition = member(predicate, "buildDefinition");
        if (!Json.requiredString(definition, "buildType", WHAT).equals(BUILD_TYPE)) {
            throw Json.malformed(WHAT, "its 'buildType' is another plugin's");
        }
        JsonObject parameters = member(definition, "externalParameters");
        JsonObject details = member(predicate, "runDetails");
        Map<Boolean, List<JsonObject>> products = Json.objects(details, "byproducts", WHAT).stream()
                .collect(Collectors.partitioningBy(Provenance::isDocument));
        return new Claim(
                Json.requiredString(parameters, "project", WHAT),
                Json.requiredString(member(details, "metadata"), "invocationId", WHAT),
                Json.requiredString(parameters, "repository", WHAT),
                digests(products.getOrDefault(false, List.of())),
                digests(products.getOrDefault(true, List.of())));
    }

    private static boolean isDocument(JsonObject product) {
        return Json.string(product, "mediaType", WHAT)
                .filter(MANIFESTS::contains)
                .isPresent();
    }

    private static List<Digest> digests(List<JsonObject> products) {
        return products.stream()
                .map(product -> digest(member(product, "digest")))
                .toList();
    }

    /**
     * @param predicate predicate of this type
     * @return the dependencies of the image
     * @throws io.github.imagepromotion.image.ImageException if it is malformed
     */
    public static List<Resource> dependencies(JsonObject predicate) {
        return Json.objects(member(predicate, "buildDefinition"), "resolvedDependencies", WHAT).stream()
                .map(json -> new Resource(
                        Json.string(json, "name", WHAT).orElse(""),
                        Json.string(json, "uri", WHAT).orElse(""),
                        Json.stringMap(json, "digest", WHAT)))
                .toList();
    }

    private static Digest digest(JsonObject digests) {
        try {
            String algorithm = digests.has("sha512") && !digests.has("sha256") ? "sha512" : "sha256";
            return new Digest(algorithm, Json.requiredString(digests, algorithm, WHAT));
        } catch (IllegalArgumentException e) {
            throw Json.malformed(WHAT, String.valueOf(e.getMessage()));
        }
    }

    private static JsonObject member(JsonObject json, String name) {
        return Json.member(json, name, WHAT).orElseThrow(() -> Json.malformed(WHAT, "'" + name + "' is missing"));
    }
}
