package dev.hedgerow.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page out of the table of those that break what the script stands on.
 *
 * @param flags events that may be missing; {@code nothing} for a page none can come from, {@code says} where our script has
 *     something to say
 * @param before the page's script before ours, and {@code after} the one behind it
 * @param html the whole page, if it is of another make
 */
record HostilePage(
    int number,
    String name,
    Set<String> flags,
    String before,
    String after,
    String html,
    String header) {

  private static final List<String> EVENTS =
      List.of("$autocapture", "$pageleave", "$pageview", "arrived");

  /** The frame of a page that may do nothing; it tells its trouble to the page around it. */
  private static final String INSIDE = """
      <script>window.trouble='';window.note=function(text){parent.postMessage(text,'*')};
      window.addEventListener('error',function(e){note(e.message)});
      window.addEventListener('unhandledrejection',function(e){note(''+e.reason)})</script>
      <script src='@origin@/static/array.js'></script><script>@init@</script><button id='b'>Buy</button>
      <script>onmessage=function(){document.getElementById('b').click()}</script>""";

  /** All pages of the table. */
  static List<HostilePage> all() throws IOException {
    List<HostilePage> pages = new ArrayList<>();
    for (String section : HostileSite.text("pages.txt").split("(?m)^== ", -1)) {
      if (!section.startsWith("#")) {
        pages.add(read(pages.size(), section));
      }
    }
    return pages;
  }

  private static HostilePage read(int number, String section) {
    String[] head = section.split("\n", 2);
    String[] title = head[0].split(" \\| ", 2);
    String[] parts = head[1].split("(?m)^-- ", -1);
    return new HostilePage(
        number,
        title[0],
        title.length > 1 ? Set.of(title[1].split(" ", -1)) : Set.of(),
        parts[0],
        part(parts, "after"),
        part(parts, "html"),
        part(parts, "header").strip());
  }

  private static String part(String[] parts, String name) {
    for (String part : parts) {
      if (part.startsWith(name)) {
        String text = part.substring(name.length());
        return name.equals("header") ? text.lines().findFirst().orElse("") : text;
      }
    }
    return "";
  }

  String token() {
    return "phc_page" + number;
  }

  /** The page as it is served. */
  String document(String origin) throws IOException {
    String init = HostileSite.text("init.js");
    String page = html.isEmpty()
        ? HostileSite.text("page.html").replace("@before@", before).replace("@after@", after)
        : html;
    return page.replace("@recorder@", HostileSite.text("recorder.html"))
        .replace("@works@", HostileSite.text("works.html"))
        .replace("@stub@", HostileSite.text("stub.js"))
        .replace(
            "@inside@",
            INSIDE.replace("@init@", init).replace("&", "&amp;").replace("\"", "&quot;"))
        .replace("@init@", init)
        .replace("@token@", token())
        .replace("@origin@", origin);
  }

  /** The events that have to arrive from it. */
  Set<String> wanted() {
    Set<String> wanted = new TreeSet<>(flags.contains("nothing") ? Set.of() : EVENTS);
    wanted.removeAll(flags);
    return wanted;
  }

  /** Those of the events that are its own. */
  List<JsonNode> own(List<JsonNode> all) {
    return all.stream()
        .filter(event -> event.path("properties").path("token").asText().equals(token()))
        .toList();
  }

  private static Set<String> names(List<JsonNode> events) {
    Set<String> names = new TreeSet<>();
    events.forEach(event -> names.add(event.path("event").asText()));
    return names;
  }

  /** Whether this event, or all, arrived. */
  boolean has(List<JsonNode> all, String event) {
    return !wanted().contains(event) || names(own(all)).contains(event);
  }

  /** What is wrong, or nothing: events that did not arrive or arrived spoiled, and trouble on the page. */
  String judge(List<JsonNode> all, String trouble) {
    List<JsonNode> events = own(all);
    Set<String> found = names(events);
    StringBuilder wrong = new StringBuilder();
    for (JsonNode event : events) {
      wrong.append(isSound(event) ? "" : "spoiled " + event + "; ");
    }
    if (!found.containsAll(wanted()) || (flags.contains("nothing") && !found.isEmpty())) {
      wrong.append("came " + found + " of " + wanted() + "; ");
    }
    return wrong
        + (flags.contains("says") ? trouble.replaceAll("console.error: .*\n", "") : trouble);
  }

  private static boolean isSound(JsonNode event) {
    JsonNode properties = event.path("properties");
    return event.path("uuid").asText().length() == 36
        && event.path("timestamp").asText().matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z")
        && properties.path("distinct_id").isTextual()
        && (!event.path("event").asText().equals("arrived")
            || properties.path("list").toString().equals("[1,\"two\",{\"three\":3}]"));
  }
}
