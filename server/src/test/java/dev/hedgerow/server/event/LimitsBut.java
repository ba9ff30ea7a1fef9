package dev.hedgerow.server.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The usual limits but for some, by name, so that new limits leave those who ask alone. */
public final class LimitsBut {
  private LimitsBut() {}

  /** Returns the usual limits with another value of that name. */
  public static Limits with(String name, Object value) {
    return with(Map.of(name, value));
  }

  /** Returns the usual limits with other values of those names. */
  public static Limits with(Map<String, ?> others) {
    RecordComponent[] all = Limits.class.getRecordComponents();
    Object[] values = new Object[all.length];
    Set<String> unknown = new TreeSet<>(others.keySet());
    try {
      for (int i = 0; i < all.length; i++) {
        String name = all[i].getName();
        boolean other = unknown.remove(name);
        values[i] = other ? others.get(name) : all[i].getAccessor().invoke(Limits.STANDARD);
      }
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException("expected a limit but found " + unknown);
      }
      Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return Limits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (IllegalAccessException
        | InvocationTargetException
        | InstantiationException
        | NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
