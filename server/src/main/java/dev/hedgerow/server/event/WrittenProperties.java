package dev.hedgerow.server.event;

import java.util.AbstractMap;
import org.jspecify.annotations.Nullable;

/**
 * Properties of which the JSON text is at hand, so that it need not be written again. Never
 * changes; safe from any thread.
 */
public abstract class WrittenProperties extends AbstractMap<String, @Nullable Object> {

  /** Returns the JSON text. */
  public abstract String json();

  /** Returns how many bytes the JSON text has. */
  public abstract int bytes();
}
