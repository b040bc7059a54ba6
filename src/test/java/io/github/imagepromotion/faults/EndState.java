package io.github.imagepromotion.faults;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one environment holds of a set, read at its registries. */
final class EndState {
    private final Environment environment;
    private final List<Candidate> candidates;
    private final Map<String, RegistryEye> eyes;

    /** @param eyes by the authority that the environment's addresses name, the proxy's */
    EndState(Environment environment, List<Candidate> candidates, Map<String, RegistryEye> eyes) {
        this.environment = environment;
        this.candidates = candidates;
        this.eyes = eyes;
    }

    /**
     * What is wrong after a success.
     *
     * @return a sentence for each problem
     */
    List<String> problemsOfSuccess() throws IOException {
        List<String> problems = new ArrayList<>(missingContent());
        for (Place place : places()) {
            for (Tag tag : tags(place.candidate())) {
                Optional<Digest> named = place.tag(tag);
                if (!named.equals(Optional.of(place.candidate().digest()))) {
                    problems.add("success, but " + place.name() + ":" + tag + " names " + named);
                }
            }
        }
        return problems;
    }

    /**
     * What is wrong after an error: a tag that names something that is neither the image nor what it named before, or a
     * tag that was set before all content of the set was there.
     *
     * @param older what moving tags may still name, by the candidate's name
     * @return a sentence for each problem
     */
    List<String> problemsOfFailure(Map<String, Digest> older) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Place place : places()) {
            for (Tag tag : tags(place.candidate())) {
                Optional<Digest> named = place.tag(tag);
                boolean moving =
                        !tag.equals(place.candidate().identity().buildId().tag());
                Optional<Digest> before =
                        moving ? Optional.ofNullable(older.get(place.candidate().name())) : Optional.empty();
                if (!named.equals(Optional.of(place.candidate().digest())) && !named.equals(before)) {
                    problems.add("error, and " + place.name() + ":" + tag + " names " + named);
                }
            }
        }
        if (tagsSet() > 0) {
            missingContent().forEach(missing -> problems.add("error, a tag is set, and " + missing));
        }
        return problems;
    }

    /** {@return how many tags of the set name its images} */
    int tagsSet() throws IOException {
        int set = 0;
        for (Place place : places()) {
            for (Tag tag : tags(place.candidate())) {
                set += place.tag(tag).equals(Optional.of(place.candidate().digest())) ? 1 : 0;
            }
        }
        return set;
    }

    private List<String> missingContent() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Place place : places()) {
            for (Manifest manifest : place.candidate().archive().image().manifests()) {
                Digest digest = manifest.descriptor().digest();
                if (!place.eye().manifest(place.repository(), digest.toString()).equals(Optional.of(digest))) {
                    missing.add(place.name() + " lacks manifest " + digest);
                }
            }
            for (Descriptor blob : place.candidate().archive().image().blobs()) {
                if (!place.eye().blob(place.repository(), blob.digest()).equals(Optional.of(blob.digest()))) {
                    missing.add(place.name() + " lacks blob " + blob.digest());
                }
            }
        }
        return missing;
    }

    private Set<Tag> tags(Candidate candidate) {
        Set<Tag> tags = new LinkedHashSet<>();
        tags.add(candidate.identity().buildId().tag());
        tags.addAll(environment.movingTags());
        return tags;
    }

    private record Place(Candidate candidate, RegistryEye eye, String repository) {
        Optional<Digest> tag(Tag tag) throws IOException {
            return eye.manifest(repository, tag.name());
        }

        String name() {
            return eye.url() + "/" + repository;
        }
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (Candidate candidate : candidates) {
            for (RegistryAddress address : environment.registries()) {
                RegistryEye eye = eyes.get(((RegistryAddress.Host) address).authority());
                if (eye == null) {
                    throw new IllegalStateException("an unknown registry: " + address);
                }
                String repository =
                        address.locate(candidate.identity().repository()).value();
                places.add(new Place(candidate, eye, repository));
            }
        }
        return places;
    }
}
