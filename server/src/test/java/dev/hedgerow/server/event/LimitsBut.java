package dev.hedgerow.server.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** The usual limits but for one. */
public final class LimitsBut {
  private LimitsBut() {}

  /** Returns the usual limits with another value of that name. */
  public static Limits with(String name, Object value) {
    RecordComponent[] all = Limits.class.getRecordComponents();
    Object[] values = new Object[all.length];
    boolean found = false;
    try {
      for (int i = 0; i < all.length; i++) {
        boolean it = all[i].getName().equals(name);
        found |= it;
        values[i] = it ? value : all[i].getAccessor().invoke(Limits.STANDARD);
      }
      if (!found) {
        throw new IllegalArgumentException("expected a limit but found " + name);
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
