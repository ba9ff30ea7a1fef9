package dev.hedgerow.server.demo;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Matching;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Actions that whoever runs the shop would make of its buttons. */
public final class ShopActions {
  private ShopActions() {}

  /** Returns them for that project, without ids. */
  public static List<Action> of(int projectId, Instant now) {
    return List.of(
        action(projectId, now, "Pressed add to cart", "#add-to-cart", null),
        action(projectId, now, "Pressed create account", "#create-account", null),
        action(projectId, now, "Pressed pay now", "#payment #pay", null),
        action(projectId, now, "Opened the cart from the menu", null, "/cart"));
  }

  private static Action action(
      int projectId, Instant now, String name, @Nullable String selector, @Nullable String href) {
    ActionStep step = new ActionStep(
        "$autocapture",
        null,
        Matching.CONTAINS,
        selector,
        null,
        null,
        Matching.EXACT,
        href,
        Matching.EXACT,
        List.of());
    return new Action(0, projectId, name, "", List.of("demo"), List.of(step), now, now);
  }
}
