package dev.hedgerow.server.event;

/** A distinct id within its project. */
public record IdKey(int projectId, String distinctId) {
  public IdKey {
    if (distinctId.isEmpty()) {
      throw new IllegalArgumentException("expected a distinct id but it was empty");
    }
  }
}
