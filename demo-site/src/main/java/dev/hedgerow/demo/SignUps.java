package dev.hedgerow.demo;

/** Who wants to know that somebody signed up. */
@FunctionalInterface
public interface SignUps {

  /**
   * Called on the request's thread before the visitor gets an answer, so before the page can call
   * {@code identify}.
   */
  void signedUp(String email, String plan);
}
