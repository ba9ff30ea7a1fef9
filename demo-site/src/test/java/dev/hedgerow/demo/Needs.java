package dev.hedgerow.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that drive programs which not every machine has. Where one is missing they are left
 * out, loudly; where {@code HEDGEROW_REQUIRE_BROWSERS=1} they run all the same, and fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("programs")
@ExtendWith(ProgramsFound.class)
@interface Needs {

  /** Names as in {@link Program}. */
  Program[] value();
}
