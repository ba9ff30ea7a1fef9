package dev.hedgerow.server.event;

import org.jspecify.annotations.Nullable;

/**
 * The sender's mistake: what came cannot be used, for a stable reason. Answered with its status and
 * counted; never logged above debug.
 */
public final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String attribute;

  /**
   * Makes a rejection.
   *
   * @param status the HTTP status, 400 to 499
   * @param code the stable reason in snake case
   * @param detail a sentence for people: what was expected and what came
   * @param attribute the field at fault, or null
   */
  public RejectedException(int status, String code, String detail, @Nullable String attribute) {
    super(detail);
    if (status < 400 || status > 499) {
      throw new IllegalArgumentException("expected a status from 400 to 499 but found " + status);
    }
    this.status = status;
    this.code = code;
    this.attribute = attribute;
  }

  /** Makes a rejection with status 400 and no attribute. */
  public RejectedException(String code, String detail) {
    this(400, code, detail, null);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** Returns the sentence for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  public @Nullable String attribute() {
    return attribute;
  }
}
