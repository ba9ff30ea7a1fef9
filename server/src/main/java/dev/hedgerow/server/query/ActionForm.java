package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Actions as JSON objects (contract S 5.3), and back with everything checked. */
public final class ActionForm {
  private static final Set<String> STEP_FIELDS = Set.of(
      "event",
      "url",
      "url_matching",
      "selector",
      "tag_name",
      "text",
      "text_matching",
      "href",
      "href_matching",
      "properties");

  private ActionForm() {}

  /** Returns an action as the API shows it. */
  public static Map<String, @Nullable Object> of(Action action) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", action.id());
    form.put("name", action.name());
    form.put("description", action.description());
    form.put("tags", action.tags());
    form.put("steps", action.steps().stream().map(ActionForm::of).toList());
    form.put("created_at", action.createdAt().toString());
    form.put("updated_at", action.updatedAt().toString());
    return form;
  }

  private static Map<String, @Nullable Object> of(ActionStep step) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("event", step.event());
    form.put("url", step.url());
    form.put("url_matching", word(step.urlMatching()));
    form.put("selector", step.selector());
    form.put("tag_name", step.tagName());
    form.put("text", step.text());
    form.put("text_matching", word(step.textMatching()));
    form.put("href", step.href());
    form.put("href_matching", word(step.hrefMatching()));
    form.put("properties", step.properties());
    return form;
  }

  /**
   * Reads an action's own fields out of a form; others are passed over, unknown ones in a step refused.
   *
   * @throws RejectedException if a field is wrong or too large; the attribute names it, such as {@code steps[0].selector}
   */
  public static Action read(
      Map<String, @Nullable Object> form,
      int id,
      int projectId,
      Instant createdAt,
      Instant updatedAt)
      throws RejectedException {
    Asked asked = new Asked(form);
    String name = asked.needed("name");
    fits("name", name, Action.NAME_CHARS_MAX);
    String description = asked.string("description");
    fits("description", description, Action.TEXT_CHARS_MAX);
    List<String> tags = asked.strings("tags");
    fits("tags", tags.size(), Action.TAGS_MAX);
    for (String tag : tags) {
      fits("tags", tag, Action.NAME_CHARS_MAX);
    }
    return new Action(
        id,
        projectId,
        name,
        description == null ? "" : description,
        tags,
        steps(asked),
        createdAt,
        updatedAt);
  }

  private static List<ActionStep> steps(Asked asked) throws RejectedException {
    List<?> items = asked.list("steps");
    fits("steps", items.size(), Action.STEPS_MAX);
    List<ActionStep> steps = new ArrayList<>();
    for (Object item : items) {
      String path = "steps[" + steps.size() + "]";
      if (!(item instanceof Map)) {
        throw Asked.wrong(path, "an object", item);
      }
      steps.add(step(path + ".", Properties.object(Map.of("step", item), "step")));
    }
    return steps;
  }

  private static ActionStep step(String path, Map<String, @Nullable Object> form)
      throws RejectedException {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> entry : form.entrySet()) {
      String field = entry.getKey();
      if (!STEP_FIELDS.contains(field) && !field.equals("id") && !field.equals("name")) {
        String shown = field.length() > 60 ? field.substring(0, 60) + "…" : field;
        throw Asked.wrong(path + shown, "one of " + new TreeSet<>(STEP_FIELDS), field);
      }
      named.put(path + field, entry.getValue());
    }
    Asked asked = new Asked(named);
    String selector = text(asked, path + "selector");
    if (selector != null) {
      requireSelector(path + "selector", selector);
    }
    List<Map<String, @Nullable Object>> filters = new ArrayList<>();
    List<?> found = asked.list(path + "properties");
    fits(path + "properties", found.size(), Action.FILTERS_MAX);
    PropertyFilters.conditions(path + "properties", found);
    for (Object filter : found) {
      filters.add(Properties.object(Map.of("filter", filter), "filter"));
    }
    return new ActionStep(
        text(asked, path + "event"),
        text(asked, path + "url"),
        matching(asked, path + "url_matching", Matching.CONTAINS),
        selector,
        text(asked, path + "tag_name"),
        text(asked, path + "text"),
        matching(asked, path + "text_matching", Matching.EXACT),
        text(asked, path + "href"),
        matching(asked, path + "href_matching", Matching.EXACT),
        filters);
  }

  private static void requireSelector(String name, String selector) throws RejectedException {
    try {
      Selector.of(selector);
    } catch (IllegalArgumentException e) {
      throw new RejectedException(400, "invalid_selector", String.valueOf(e.getMessage()), name);
    }
  }

  /** Returns a text, where an empty one is none. */
  private static @Nullable String text(Asked asked, String name) throws RejectedException {
    String text = asked.string(name);
    fits(name, text, Action.TEXT_CHARS_MAX);
    return text == null || text.isEmpty() ? null : text;
  }

  private static Matching matching(Asked asked, String name, Matching otherwise)
      throws RejectedException {
    String found = asked.string(name);
    if (found == null) {
      return otherwise;
    }
    for (Matching matching : Matching.values()) {
      if (word(matching).equals(found)) {
        return matching;
      }
    }
    throw Asked.wrong(name, "exact, contains or regex", found);
  }

  private static void fits(String name, @Nullable String text, int charsMax)
      throws RejectedException {
    if (text != null && text.length() > charsMax) {
      throw Asked.wrong(name, "at most " + charsMax + " characters", "" + text.length());
    }
  }

  private static void fits(String name, int found, int most) throws RejectedException {
    if (found > most) {
      throw Asked.wrong(name, "at most " + most + " entries", "" + found);
    }
  }

  private static String word(Matching matching) {
    return matching.name().toLowerCase(Locale.ROOT);
  }
}
