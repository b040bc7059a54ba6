package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <attachment>}: a file attached to the image, such as an SBOM or a test report. */
public class AttachmentParameter {
    private static final String REMEDY = " Correct <attachments><attachment> (-Dimage.attachments=file=mediaType,...).";

    /** The file; a relative path is resolved against the project's directory. */
    @Parameter(required = true)
    private @Nullable String file;

    /** Media type of the file, such as {@code application/spdx+json}. */
    @Parameter(required = true)
    private @Nullable String type;

    /**
     * @param configured attachments in the POM
     * @param properties properties of the call
     * @param origins origins of file names
     * @param directory directory that relative paths are resolved against
     * @param sbom attached too if it exists
     * @return the files
     * @throws ImageException if one is missing or has no media type
     */
    public static List<Attachment> attachments(
            List<AttachmentParameter> configured, Properties properties, Origins origins, Path directory, Path sbom)
            throws IOException {
        Map<String, @Nullable String> types = new LinkedHashMap<>();
        for (AttachmentParameter each : configured) {
            types.put(each.file == null ? "" : each.file.trim(), each.type);
        }
        List<Attachment> attachments = new ArrayList<>();
        Map<String, String> wanted = properties.map("attachments", types);
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            String told = origins.recorded("attachments/attachment/file", "image.attachments", each.getKey());
            attachments.add(read(
                    resolve(directory, each.getKey()),
                    told.substring(told.lastIndexOf('/') + 1),
                    mediaType(each.getKey(), each.getValue())));
        }
        boolean named = wanted.keySet().stream()
                .anyMatch(name -> resolve(directory, name).normalize().equals(sbom.normalize()));
        if (!named && Files.isRegularFile(sbom)) {
            attachments.add(read(sbom, String.valueOf(sbom.getFileName()), Attachment.CYCLONEDX));
        }
        return attachments;
    }

    private static Path resolve(Path directory, String name) {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw refused(name, "that is not a file name");
        }
    }

    private static MediaType mediaType(String file, String type) {
        try {
            return MediaType.of(type.trim());
        } catch (IllegalArgumentException e) {
            throw refused(file, "its media type is not legal: " + e.getMessage());
        }
    }

    private static Attachment read(Path file, String name, MediaType type) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw refused(file.toString(), "there is no such file");
        }
        if (Files.size(file) > Attachment.LARGEST) {
            throw refused(file.toString(), "it is larger than " + Attachment.LARGEST + " bytes");
        }
        return new Attachment(name, type, Files.readAllBytes(file));
    }

    private static ImageException refused(String file, String why) {
        return new ImageException("Cannot attach " + Text.quote(file) + " to the image: " + why + "." + REMEDY);
    }
}
