package io.github.imagepromotion.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.SigstoreBundle;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signature counts for exactly the record that was signed, and for none that differs in anything. */
@NeedsTools
class SignedRecordTest {
    private static final SigningKey KEY = TestKeys.next();
    private static final List<VerificationKey> TRUSTED = List.of(KEY.publicKey());

    @TempDir
    private Path directory;

    @Test
    void verifyWhenSignedNamesTheSigner() throws IOException {
        Path file = directory.resolve("app-image.json");
        BuildRecordTest.record().signed(KEY).write(file);

        BuildRecord read = BuildRecord.read(file);

        assertThat(read.verify(TRUSTED))
                .isInstanceOfSatisfying(Verdict.Valid.class, valid -> assertThat(valid.signers())
                        .containsExactly(KEY.publicKey()));
        assertThat(read.environments()).isEqualTo(BuildRecordTest.record().environments());
    }

    @Test
    void signedWhenTwiceIsTheSameBytes() throws IOException {
        BuildRecordTest.record().signed(KEY).write(directory.resolve("one.json"));
        BuildRecordTest.record().signed(KEY).signed(KEY).write(directory.resolve("two.json"));

        assertThat(directory.resolve("one.json")).hasSameBinaryContentAs(directory.resolve("two.json"));
    }

    @Test
    void verifyWhenOfARecordOfTodayIsUnsigned() {
        assertThat(BuildRecordTest.record().verify(TRUSTED)).isEqualTo(new Verdict.Untrusted("it is not signed"));
    }

    @Test
    void verifyWhenSignedByAnotherKeyDoesNotCount() {
        BuildRecord record = BuildRecordTest.record().signed(TestKeys.next());

        assertThat(record.verify(TRUSTED)).isInstanceOf(Verdict.Untrusted.class);
        assertThat(record.verify(List.of())).isInstanceOf(Verdict.Untrusted.class);
    }

    /** Each text and number of the record, one after another: nothing of it can be changed under the signature. */
    @Test
    void verifyWhenAnyValueIsChangedDoesNotCount() throws IOException {
        Path file = directory.resolve("app-image.json");
        BuildRecordTest.record().signed(KEY).write(file);
        byte[] signed = Files.readAllBytes(file);
        int values = values(Json.object(signed, "record")).size();
        assertThat(values).isGreaterThan(60);
        List<String> believed = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            JsonObject json = Json.object(signed, "record");
            Place place = values(json).get(i);
            place.change();
            Files.write(file, Json.compact(json));
            try {
                if (BuildRecord.read(file).verify(TRUSTED) instanceof Verdict.Valid) {
                    believed.add(place.name());
                }
            } catch (ImageException e) {
                // It is no record any more.
            }
        }
        assertThat(believed).isEmpty();
    }

    @Test
    void verifyWhenTheSignatureIsOfAnotherRecordPretends() {
        BuildRecord other = BuildRecordTest.record().signed(KEY);
        BuildRecord stripped = new BuildRecord(
                other.schemaVersion(),
                other.identity(),
                other.top(),
                other.images(),
                other.inputs(),
                other.environments().subList(0, 1),
                other.signature());

        assertThat(stripped.verify(TRUSTED))
                .isEqualTo(new Verdict.Forged("what was signed is another record than the one it shows"));
    }

    /** "This image is signed" is no word about environments, though it is the same key's about the same image. */
    @Test
    void verifyWhenTheSignatureIsOfTheImagePretends() {
        BuildRecord record = BuildRecordTest.record();
        byte[] image = SigstoreBundle.sign(
                        InTotoStatement.imageSignature(record.top().digest()), KEY)
                .content();
        JsonObject json = Json.tree(record).getAsJsonObject();
        json.add("signature", Json.object(image, "bundle"));

        assertThat(Json.read(json, BuildRecord.class, "record").verify(TRUSTED)).isInstanceOf(Verdict.Forged.class);
    }

    @Test
    void verifyWhenTheSignatureIsAnythingDoesNotThrow() {
        JsonObject json = Json.tree(BuildRecordTest.record()).getAsJsonObject();
        json.add("signature", Json.object("{\"dsseEnvelope\":[1]}".getBytes(UTF_8), "bundle"));

        assertThat(Json.read(json, BuildRecord.class, "record").verify(TRUSTED)).isInstanceOf(Verdict.Forged.class);
    }

    /** A second opinion: what cosign says of the bundle as it lies in the record. */
    @Test
    void signedWhenReadByCosignIsAnAttestation() throws IOException {
        BuildRecord record = BuildRecordTest.record().signed(KEY);
        Path bundle = Files.write(
                directory.resolve("bundle.json"),
                Json.compact(record.signature().orElseThrow()));
        Path key =
                Files.writeString(directory.resolve("key.pub"), KEY.publicKey().pem());

        assertThatCode(() -> cosign(bundle, key)).doesNotThrowAnyException();
        Files.writeString(key, TestKeys.next().publicKey().pem());
        assertThatThrownBy(() -> cosign(bundle, key)).isInstanceOf(AssertionError.class);
    }

    private static void cosign(Path bundle, Path key) {
        Commands.run(
                Commands.peer("cosign"),
                "verify-blob-attestation",
                "--key",
                key.toString(),
                "--bundle",
                bundle.toString(),
                "--type",
                BuildRecord.PREDICATE_TYPE,
                "--insecure-ignore-tlog",
                "--check-claims=false");
    }

    private record Place(JsonObject parent, String name) {
        void change() {
            JsonPrimitive value = parent.getAsJsonPrimitive(name);
            parent.add(name, value.isBoolean() ? new JsonPrimitive(!value.getAsBoolean()) : other(value.getAsString()));
        }

        private static JsonPrimitive other(String text) {
            char last = text.charAt(text.length() - 1);
            return new JsonPrimitive(text.substring(0, text.length() - 1) + (last == '1' ? '2' : '1'));
        }
    }

    private static List<Place> values(JsonObject json) {
        List<Place> places = new ArrayList<>();
        json.entrySet().stream()
                .filter(member -> !member.getKey().equals("signature"))
                .forEach(member -> collect(json, member.getKey(), member.getValue(), places));
        return places;
    }

    private static void collect(JsonObject parent, String name, JsonElement value, List<Place> places) {
        if (value.isJsonObject()) {
            value.getAsJsonObject()
                    .entrySet()
                    .forEach(member -> collect(value.getAsJsonObject(), member.getKey(), member.getValue(), places));
        } else if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(element -> {
                if (element.isJsonObject()) {
                    collect(parent, name, element, places);
                }
            });
        } else if (value.isJsonPrimitive()) {
            places.add(new Place(parent, name));
        }
    }
}
