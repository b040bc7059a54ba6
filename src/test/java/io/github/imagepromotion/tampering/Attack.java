package io.github.imagepromotion.tampering;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What someone may do who has the registry of test in his hands. */
final class Attack implements AutoCloseable {
    final Scene scene;
    final Random random;
    private final RepositoryName name;
    private final List<Registry> open = new ArrayList<>();
    private final Repository repository;

    Attack(Scene scene, Random random) {
        this.scene = scene;
        this.random = random;
        this.name = scene.repository("test");
        open.add(scene.open("test"));
        this.repository = open.get(0).repository(name);
    }

    Build newer() {
        return scene.newer;
    }

    Descriptor image() {
        return scene.newer.image().image().top().plain();
    }

    /** {@return a manifest of the newer build} */
    Descriptor anySubject() {
        return any(BuildDocuments.subjects(scene.newer.image().image()));
    }

    /** {@return the records of the newer build in test, the oldest first} */
    List<Document> records() throws IOException {
        return records("test", scene.newer);
    }

    List<Document> records(String environment, Build build) throws IOException {
        Registry there = scene.open(environment);
        open.add(there);
        Ledger ledger = new Ledger(there.repository(scene.repository(environment)), 2);
        List<Document> documents = ledger.documents(build.digest());
        return Ledger.records(ledger.findings(build.digest(), List.of(Build.OWN.publicKey())), build.digest()).stream()
                .map(recorded -> document(documents, recorded))
                .toList();
    }

    private static Document document(List<Document> documents, Recorded recorded) {
        return documents.stream()
                .filter(document -> document.digest().equals(recorded.finding().document()))
                .findFirst()
                .orElseThrow();
    }

    Document firstRecord() throws IOException {
        return records().get(0);
    }

    Document anyRecord() throws IOException {
        return any(records());
    }

    /** {@return one of the newer build's documents that came with its archive} */
    Document anyDocument() {
        return any(scene.newer.documents());
    }

    /** {@return one of those that are signed} */
    Document anySigned() {
        return any(scene.newer.documents().stream().filter(Attack::isSigned).toList());
    }

    static boolean isSigned(Document document) {
        return document.artifactType().contains("sigstore");
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    void remove(Document document) throws IOException {
        unlist(document);
        scene.vault.delete(name, document.digest());
    }

    void unlist(Document document) throws IOException {
        scene.vault.unlist(name, document.subject(), document.digest());
    }

    void delete(Digest content) throws IOException {
        scene.vault.delete(name, content);
    }

    void damage(Digest content) throws IOException {
        scene.vault.damage(name, content);
    }

    void add(Document document) throws IOException {
        new Ledger(repository, 2).append(List.of(document));
    }

    void replace(Document document, Document other) throws IOException {
        remove(document);
        add(other);
    }

    void tag(Tag tag, TestImage image) throws IOException {
        for (Descriptor blob : image.image().blobs()) {
            if (!repository.has(blob)) {
                repository.push(blob, image.blobs(), List.of());
            }
        }
        for (Manifest manifest : image.image().manifests()) {
            repository.put(manifest);
        }
        repository.tag(tag, image.top());
    }

    @Override
    public void close() throws IOException {
        for (Registry registry : open) {
            registry.close();
        }
    }
}
