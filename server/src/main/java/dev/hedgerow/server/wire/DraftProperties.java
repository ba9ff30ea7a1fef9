package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Properties;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Properties as they were sent, which may be changed: nothing is copied until they are. For one
 * thread.
 */
final class DraftProperties extends AbstractMap<String, @Nullable Object> {
  private final TextProperties sent;
  private @Nullable Map<String, @Nullable Object> changed;

  DraftProperties(TextProperties sent) {
    this.sent = sent;
  }

  /** Returns properties that nobody changes from now on: the text that was sent where nobody did. */
  static Map<String, @Nullable Object> done(Map<String, @Nullable Object> properties) {
    return Properties.frozen(
        properties instanceof DraftProperties draft ? draft.now() : properties);
  }

  /** Returns what a value is by now, which must not be changed if it is such a draft. */
  static @Nullable Object now(@Nullable Object value) {
    return value instanceof DraftProperties draft ? draft.now() : value;
  }

  private Map<String, @Nullable Object> now() {
    return changed == null ? sent : changed;
  }

  private Map<String, @Nullable Object> changing() {
    Map<String, @Nullable Object> changing = changed == null ? new LinkedHashMap<>(sent) : changed;
    changed = changing;
    return changing;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return now().get(name);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return now().containsKey(name);
  }

  @Override
  public int size() {
    return now().size();
  }

  @Override
  public @Nullable Object put(String name, @Nullable Object value) {
    return changing().put(name, value);
  }

  @Override
  public @Nullable Object remove(@Nullable Object name) {
    return containsKey(name) ? changing().remove(name) : null;
  }

  /** Returns the members for any change as well, so that all are copied. */
  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return changing().entrySet();
  }
}
