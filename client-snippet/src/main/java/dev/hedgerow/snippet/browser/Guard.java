package dev.hedgerow.snippet.browser;

import org.teavm.jso.JSBody;

/** Keeps what goes wrong in here, or in a page's callback, from breaking the page. */
public final class Guard {
  private Guard() {}

  /** Does the task; whatever it throws is told to the log and goes no further. */
  public static void run(Task task) {
    attempt(task, Log::failed);
  }

  @JSBody(
      params = {"task", "failed"},
      script = "try{task()}catch(e){failed(e)}")
  private static native void attempt(Task task, Handler failed);

  /** The same handler, guarded. */
  public static Handler handler(Handler handler) {
    return value -> run(() -> handler.handle(value));
  }
}
