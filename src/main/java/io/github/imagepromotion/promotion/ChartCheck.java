package io.github.imagepromotion.promotion;

import io.github.imagepromotion.chart.ChartImages;
import io.github.imagepromotion.chart.ChartImages.Member;
import io.github.imagepromotion.chart.HelmChart;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the images that the Helm charts of a set name with the images of the set. */
public final class ChartCheck {
    private ChartCheck() {}

    /**
     * @param set the artifacts that are promoted together
     * @param environments ids of the environments; unknown ones are ignored
     * @throws ImageException if a chart names an image, tag or digest that the set does not have in an environment
     * @throws IOException if an archive cannot be read
     */
    public static void check(List<Candidate> set, List<String> environments) throws IOException {
        for (Candidate candidate : set) {
            Optional<HelmChart> chart = chart(candidate);
            for (String id : chart.isPresent() ? environments : List.<String>of()) {
                List<Member> members = members(set, id);
                Optional<Message> refusal = ChartImages.refusal(chart.get(), members);
                if (refusal.isPresent()) {
                    throw new ImageException(
                            Message.of("Refused the set for '" + id + "': ").and(refusal.get()));
                }
            }
        }
    }

    private static Optional<HelmChart> chart(Candidate candidate) throws IOException {
        Optional<Descriptor> packaged = candidate.archive().image().imageManifests().stream()
                .flatMap(manifest -> HelmChart.packageIn(manifest).stream())
                .findFirst();
        if (packaged.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = candidate.archive().open(packaged.get(), 0)) {
            return Optional.of(HelmChart.read(in));
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of("Cannot read the chart '" + candidate.name() + "': ")
                            .and(e.said()),
                    e);
        }
    }

    private static List<Member> members(List<Candidate> set, String environment) {
        List<Member> members = new ArrayList<>();
        for (Candidate candidate : set) {
            if (candidate.archive().image().imageManifests().stream().anyMatch(ImageManifest::isImage)) {
                Set<String> tags =
                        new TreeSet<>(List.of(candidate.identity().buildId().value()));
                candidate
                        .environments()
                        .find(environment)
                        .map(Environment::movingTags)
                        .ifPresent(moving -> moving.stream().map(Tag::name).forEach(tags::add));
                members.add(new Member(candidate.name(), names(candidate), tags, digests(candidate)));
            }
        }
        return members;
    }

    /** A chart may name the registry of any environment: where it is installed, another one is set. */
    private static Set<String> names(Candidate candidate) {
        Set<String> names = new TreeSet<>();
        names.add(candidate.identity().repository().value());
        for (Environment environment : candidate.environments().list()) {
            for (RegistryAddress address : environment.registries()) {
                if (address instanceof RegistryAddress.Host host) {
                    names.add(host.authority() + "/"
                            + host.locate(candidate.identity().repository()));
                }
            }
        }
        return names;
    }

    private static Set<Digest> digests(Candidate candidate) {
        return candidate.archive().image().manifests().stream()
                .map(manifest -> manifest.descriptor().digest())
                .collect(Collectors.toSet());
    }
}
