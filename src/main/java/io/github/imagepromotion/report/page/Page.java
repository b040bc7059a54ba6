package io.github.imagepromotion.report.page;

import io.github.imagepromotion.report.picture.Picture;
import java.util.List;

/**
 * The page, as its template takes it: texts, not yet escaped; an empty one is not shown.
 *
 * @param title names the images
 * @param readAt when the registries were read
 * @param readAtIso the same as ISO 8601
 * @param summary how much was read
 * @param style style sheet
 * @param styleHash of the style sheet, as a content security policy has it
 * @param images on their way
 */
record Page(
        String title,
        String readAt,
        String readAtIso,
        String summary,
        String style,
        String styleHash,
        List<ImagePart> images) {

    /**
     * One image.
     *
     * @param id of its part of the page
     * @param alone whether it is the only one
     * @param verdict whether all is as it should be, as a sentence
     * @param fine whether it is
     * @param remarks what is to be looked at
     * @param rows of the matrix
     * @param recent builds that are shown at once
     * @param earlier builds that are shown on demand
     * @param unread how many builds were not looked at, as a sentence
     */
    record ImagePart(
            String id,
            String repository,
            boolean alone,
            String verdict,
            boolean fine,
            List<RemarkRow> remarks,
            Picture picture,
            List<Row> rows,
            List<BuildPart> recent,
            List<BuildPart> earlier,
            String earlierTitle,
            String unread) {

        boolean hasRemarks() {
            return !remarks.isEmpty();
        }

        boolean hasEarlier() {
            return !earlier.isEmpty();
        }
    }

    /** What is to be looked at; a problem, or only unknown. */
    record RemarkRow(String environment, String kind, String text, boolean problem) {}

    /** An environment's registry in the matrix. */
    record Row(
            String environment,
            String registry,
            String link,
            String build,
            String version,
            String commit,
            String digest,
            String since,
            String sinceIso,
            String age,
            String rollback,
            String by,
            String job,
            String lag,
            List<Mark> marks) {}

    /** A word with a colour: {@code good}, {@code bad}, {@code weak} or {@code now1} to {@code now4}. */
    record Mark(String text, String kind) {}

    /** A build. */
    record BuildPart(
            String anchor,
            String name,
            String version,
            String commit,
            String digest,
            List<PlaceRow> places,
            List<VerdictRow> verdicts,
            ChangePart changes,
            LayersPart layers,
            PapersPart papers,
            ChecksPart checks) {

        boolean current() {
            return places.stream().anyMatch(PlaceRow::current);
        }
    }

    /** Where a build is or was; how it came back there, and how it was left, where that were rollbacks. */
    record PlaceRow(
            String environment,
            String registry,
            String since,
            String sinceIso,
            String by,
            boolean current,
            String cameBack,
            String left) {}

    /** What people decided about a build, for one environment. */
    record VerdictRow(String environment, Mark mark, String text) {}

    /** What changed from the build before. */
    record ChangePart(
            String title,
            List<String> sentences,
            List<LayerRow> newLayers,
            List<DependencyRow> changed,
            List<DependencyRow> added,
            List<DependencyRow> removed,
            String more) {

        boolean hasNewLayers() {
            return !newLayers.isEmpty();
        }

        boolean hasDependencies() {
            return !changed.isEmpty() || !added.isEmpty() || !removed.isEmpty();
        }
    }

    /** A dependency in two builds. */
    record DependencyRow(String name, String before, String now) {}

    /** Layers by size. */
    record LayersPart(String title, List<PlatformPart> platforms) {}

    /** Of one platform. */
    record PlatformPart(String caption, List<LayerRow> layers) {}

    /** A layer; share in percent of the largest. */
    record LayerRow(String digest, String size, String share, String origin, boolean isNew) {}

    /** Documents. */
    record PapersPart(String title, List<PaperRow> papers) {

        boolean hasPapers() {
            return !papers.isEmpty();
        }
    }

    /** A document. */
    record PaperRow(String type, String digest, Mark standing, String environments, String reason) {}

    /** What was verified. */
    record ChecksPart(String title, boolean failed, List<CheckRow> checks) {}

    /** A check. */
    record CheckRow(String environments, Mark outcome, String name, String subject, String reason) {}
}
