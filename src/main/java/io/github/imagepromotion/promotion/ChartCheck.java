package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.chart.ChartImages;
import io.github.imagepromotion.chart.ChartImages.Member;
import io.github.imagepromotion.chart.HelmChart;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
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

/** Checks that the Helm charts of a set use images of the set. */
public final class ChartCheck {
    private final List<ChartImages> charts = new ArrayList<>();
    private final List<SetImage> images = new ArrayList<>();

    /** An image of the set, and where it may go. */
    private record SetImage(Identity identity, Set<Digest> digests, Environments environments) {
        Member in(Optional<String> environment) {
            Set<String> tags = new TreeSet<>(List.of(identity.buildId().value()));
            environment.flatMap(environments::find).map(Environment::movingTags).ifPresent(moving -> moving.stream()
                    .map(Tag::name)
                    .forEach(tags::add));
            return new Member(identity.localName(), names(), tags, digests);
        }

        /** A chart may use the registry of any environment, since another one can be set when it is installed. */
        private Set<String> names() {
            Set<String> names = new TreeSet<>(List.of(identity.repository().value()));
            for (Environment environment : environments.list()) {
                for (RegistryAddress address : environment.registries()) {
                    if (address instanceof RegistryAddress.Host host) {
                        names.add(host.authority() + "/" + host.locate(identity.repository()));
                    }
                }
            }
            return names;
        }
    }

    /**
     * @param set artifacts that are promoted together
     * @param environments ids of the environments; unknown ones are ignored
     * @throws ImageException if a chart uses an image, tag or digest that the set does not have in an environment
     * @throws IOException if an archive cannot be read
     */
    public static void check(List<Candidate> set, List<String> environments) throws IOException {
        ChartCheck check = new ChartCheck();
        for (Candidate candidate : set) {
            check.add(candidate.archive(), candidate.environments());
        }
        for (String environment : environments) {
            check.check(Optional.of(environment));
        }
    }

    /**
     * @param archive of the set, open; nothing of it is needed later
     * @param environments it may be promoted to
     * @throws ImageException if it is a chart that cannot be read
     * @throws IOException if it cannot be read
     */
    public void add(ImageArchive archive, Environments environments) throws IOException {
        List<ImageManifest> manifests = archive.image().imageManifests();
        for (ImageManifest manifest : manifests) {
            chart(archive, manifest).ifPresent(charts::add);
        }
        if (manifests.stream().anyMatch(ImageManifest::isImage)) {
            Set<Digest> digests = archive.image().manifests().stream()
                    .map(manifest -> manifest.descriptor().digest())
                    .collect(Collectors.toSet());
            images.add(new SetImage(archive.identity(), digests, environments));
        }
    }

    private static Optional<ChartImages> chart(ImageArchive archive, ImageManifest manifest) throws IOException {
        try {
            Optional<Descriptor> packaged = HelmChart.packageIn(manifest);
            return packaged.isPresent() ? Optional.of(images(archive, packaged.get())) : Optional.empty();
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of("Cannot read the chart '" + archive.identity().localName() + "': ")
                            .and(e),
                    e);
        }
    }

    private static ChartImages images(ImageArchive archive, Descriptor packaged) throws IOException {
        archive.check(packaged.digest());
        try (InputStream in = archive.open(packaged, 0)) {
            return ChartImages.of(HelmChart.read(in));
        }
    }

    /**
     * @param environment id of the one whose moving tags charts may name, too; empty for BuildIds and digests only
     * @throws ImageException if a chart names an image, tag or digest that the set does not have
     * @throws IOException if a chart in a chart cannot be read
     */
    public void check(Optional<String> environment) throws IOException {
        List<Member> members =
                images.stream().map(image -> image.in(environment)).toList();
        for (ChartImages chart : charts) {
            Optional<Message> refusal = chart.refusal(members);
            if (refusal.isPresent()) {
                throw new ImageException(Message.of("Refused the set"
                                + environment.map(id -> " for '" + id + "'").orElse("") + ": ")
                        .and(refusal.get()));
            }
        }
    }
}
