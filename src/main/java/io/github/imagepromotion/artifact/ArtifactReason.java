package io.github.imagepromotion.artifact;

import io.github.imagepromotion.image.Reason;

/** Why a build artifact is not taken. */
public enum ArtifactReason implements Reason {
    /** A drop has no such build. */
    NOT_IN_DROP,
    /** A drop is no directory. */
    NO_DROP,
    /** A drop cannot be read. */
    DROP_UNREADABLE,
    /** A drop holds another build of this number. */
    DROP_HOLDS_OTHER,
    /** Archive, record and what was asked for are not of one build. */
    MIXED,
    /** A repository does not say which snapshot is the newest. */
    NEWEST_UNKNOWN,
    /** A repository failed. */
    REPOSITORY_FAILED,
    /** No repository has it. */
    NOT_DEPLOYED,
    /** It was only installed locally. */
    INSTALLED_ONLY
}
