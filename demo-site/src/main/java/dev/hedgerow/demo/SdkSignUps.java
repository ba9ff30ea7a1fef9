package dev.hedgerow.demo;

import com.posthog.server.PostHog;
import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;

/**
 * Captures {@code signed_up} with the official Java SDK, for the e-mail address as distinct id: an id
 * that no browser has told the server about yet. That is the known race between a backend's event
 * and the page's {@code identify}.
 *
 * <p>Safe for many threads. The SDK sends from a thread of its own, here with no waiting for a batch
 * to fill.
 */
public final class SdkSignUps implements SignUps, AutoCloseable {

  private final PostHogInterface sdk;

  public SdkSignUps(SiteConfig config) {
    sdk = PostHog.with(PostHogConfig.builder(config.token())
        .host(config.analytics().toString())
        .flushAt(1)
        .flushIntervalSeconds(1)
        .preloadFeatureFlags(false)
        .sendFeatureFlagEvent(false)
        .build());
  }

  @Override
  public void signedUp(String email, String plan) {
    sdk.capture(
        email,
        "signed_up",
        PostHogCaptureOptions.builder().property("plan", plan).build());
    sdk.flush();
  }

  @Override
  public void close() {
    sdk.flush();
    sdk.close();
  }
}
