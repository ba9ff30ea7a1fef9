package dev.hedgerow.server.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way in which an action happens; all that is not null must hold. Selector, tag, text and link are asked of {@code
 * $autocapture} only, and each may be met by any element of the chain (contract S 5.3).
 *
 * @param event the event's name, null for any
 * @param url compared with {@code $current_url}
 * @param selector as written; see {@link Selector}
 * @param properties filters as in questions (contract S 6.4)
 */
public record ActionStep(
    @Nullable String event,
    @Nullable String url,
    Matching urlMatching,
    @Nullable String selector,
    @Nullable String tagName,
    @Nullable String text,
    Matching textMatching,
    @Nullable String href,
    Matching hrefMatching,
    List<Map<String, @Nullable Object>> properties) {
  public ActionStep {
    properties = List.copyOf(properties);
  }
}
