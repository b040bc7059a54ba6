package io.github.imagepromotion.report.page;

import io.github.imagepromotion.report.picture.Picture;
import java.util.List;

/**
 * The data of the page's template. Texts are not escaped; empty ones are not displayed.
 *
 * @param title names of the images
 * @param readAt when the registries were read
 * @param readAtIso the same in ISO 8601
 * @param summary how much was read
 * @param style style sheet
 * @param styleHash hash of the style sheet for the content security policy
 * @param images releases and images
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
     * One image, or one release.
     *
     * @param id id of its section
     * @param noun what its builds are called: build, or release
     * @param heading the same, as the head of a column
     * @param verdict whether everything is in order, a sentence
     * @param fine whether everything is in order
     * @param remarks what needs attention
     * @param rows rows of the matrix
     * @param members members of a release; nothing for an image
     * @param recent builds displayed initially
     * @param earlier builds displayed on demand
     * @param unread how many builds were not examined, a sentence
     */
    record ImagePart(
            String id,
            String repository,
            String noun,
            String heading,
            String verdict,
            boolean fine,
            List<RemarkRow> remarks,
            Picture picture,
            List<Row> rows,
            MembersPart members,
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

    /** The members of a release: in each environment what it runs, beside what the lock of its release has. */
    record MembersPart(
            List<MemberHead> heads, List<MemberRow> rows, List<MemberRow> others, String othersTitle, String more) {
        static final MembersPart NONE = new MembersPart(List.of(), List.of(), List.of(), "", "");

        boolean hasMembers() {
            return !rows.isEmpty() || hasOthers();
        }

        boolean hasOthers() {
            return !others.isEmpty();
        }

        boolean hasRows() {
            return !rows.isEmpty();
        }
    }

    /** An environment, and the release that it runs. */
    record MemberHead(String environment, String release) {}

    /** A member. */
    record MemberRow(String repository, String link, List<MemberCell> cells) {}

    /** A member in an environment; without a build if its release does not have the member. */
    record MemberCell(String environment, String build, String link, List<Mark> marks, String instead) {}

    /** What needs attention: a problem, or missing information. */
    record RemarkRow(String environment, String kind, String text, boolean problem) {}

    /** A registry of an environment in the matrix. */
    record Row(
            String environment,
            String registry,
            String link,
            String build,
            String version,
            String commit,
            List<String> facts,
            String digest,
            String since,
            String sinceIso,
            String age,
            String rollback,
            String by,
            String job,
            String lag,
            List<Mark> marks) {}

    /** a word with a colour: {@code good}, {@code bad}, {@code weak}, or {@code now1} to {@code now4}. */
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
            LockPart lock,
            LayersPart layers,
            DocumentsPart documents,
            ChecksPart checks) {

        boolean current() {
            return places.stream().anyMatch(PlaceRow::current);
        }

        /** {@return whether it is a release, whose only layer is its lock} */
        boolean isRelease() {
            return !lock.members().isEmpty();
        }
    }

    /** What a release has. */
    record LockPart(String title, List<LockedRow> members) {
        static final LockPart NONE = new LockPart("", List.of());
    }

    /** A member in the lock of a release. */
    record LockedRow(String repository, String build, String name, String digest) {}

    /** Where a build is or was, with the rollbacks to it and from it. */
    record PlaceRow(
            String environment,
            String registry,
            String since,
            String sinceIso,
            String by,
            boolean current,
            String cameBack,
            String left) {}

    /** Approvals and rejections of a build for one environment. */
    record VerdictRow(String environment, Mark mark, String text) {}

    /**
     * Changes from the previous build.
     *
     * @param kind what is compared by name: Dependency, or Member
     * @param kinds the same of several
     */
    record ChangePart(
            String title,
            String kind,
            String kinds,
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

    /** The layers of one platform. */
    record PlatformPart(String caption, List<LayerRow> layers) {}

    /** A layer; its share is a percentage of the largest. */
    record LayerRow(String digest, String size, String share, String origin, boolean isNew) {}

    /** Documents. */
    record DocumentsPart(String title, List<DocumentRow> documents) {

        boolean hasDocuments() {
            return !documents.isEmpty();
        }
    }

    /** A document. */
    record DocumentRow(String type, String digest, Mark standing, String environments, String reason) {}

    /** Checks. */
    record ChecksPart(String title, boolean failed, List<CheckRow> checks) {}

    /** A check. */
    record CheckRow(String environments, Mark outcome, String name, String subject, String reason) {}
}
