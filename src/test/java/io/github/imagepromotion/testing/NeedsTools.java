package io.github.imagepromotion.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Needs more than a JDK, such as docker-registry; {@code -DexcludedGroups=tools} leaves it out. */
@Tag(NeedsTools.TAG)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface NeedsTools {
    /** As JUnit and surefire name it. */
    String TAG = "tools";
}
