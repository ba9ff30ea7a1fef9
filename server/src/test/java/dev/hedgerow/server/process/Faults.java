package dev.hedgerow.server.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes chosen input and output fail, before its effect or after it. */
public final class Faults {
  /** Whether a failing call still has its effect. */
  public enum When {
    BEFORE,
    AFTER
  }

  private long calls;
  private long failed;
  private long failAt = Long.MAX_VALUE;
  private When when = When.BEFORE;
  private @Nullable String failNext;

  /** Returns a contract whose methods that may throw {@link IOException} can be made to fail. */
  public <T> T over(Class<T> contract, T target) {
    return contract.cast(Proxy.newProxyInstance(
        contract.getClassLoader(),
        new Class<?>[] {contract},
        (self, method, args) ->
            mayFail(method) ? counted(target, method, args) : plain(target, method, args)));
  }

  /** Fails the call that many calls from now, counted from 1 over everything decorated. */
  public void failAt(long call, When how) {
    failAt = calls + call;
    when = how;
  }

  /** Fails the next call of that method. */
  public void failNext(String method, When how) {
    failNext = method;
    when = how;
  }

  /** Returns how many calls there were. */
  public long calls() {
    return calls;
  }

  /** Returns how many calls were made to fail. */
  public long failed() {
    return failed;
  }

  private @Nullable Object counted(Object target, Method method, Object @Nullable [] args)
      throws Throwable {
    calls++;
    boolean fails = calls == failAt || method.getName().equals(failNext);
    if (!fails) {
      return plain(target, method, args);
    }
    failNext = null;
    failed++;
    if (when == When.AFTER) {
      plain(target, method, args);
    }
    throw new IOException("made to fail " + when + " " + method.getName() + ", call " + calls);
  }

  private static @Nullable Object plain(Object target, Method method, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static boolean mayFail(Method method) {
    return Arrays.asList(method.getExceptionTypes()).contains(IOException.class);
  }
}
