package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/**
 * Pages that break what the script stands on keep working and hear of nothing that went wrong in here, and what can still be
 * captured arrives. Each is a frame of one page, with a project of its own.
 */
final class HostilePageTest {
  /** This browser has no fetch, which is what is left where there is no beacon; a real one has, and is tested as well. */
  private static final Set<String> NO_LEAVE =
      Set.of("beacon missing", "beacon refuses", "beacon throws");

  @Test
  void pageComesFirst() throws Exception {
    List<HostilePage> pages = HostilePage.all().stream()
        .filter(page -> !page.flags().contains("chromium"))
        .toList();
    Map<String, String> wrong = new TreeMap<>();
    int events = visit(pages, wrong);

    System.out.println(
        "hostile pages in HtmlUnit: " + pages.size() + ", events that arrived: " + events);
    assertThat(wrong.keySet()).as(wrong.toString()).isEqualTo(NO_LEAVE);
  }

  private static int visit(List<HostilePage> pages, Map<String, String> wrong) throws Exception {
    try (Site site = new Site();
        Visit visit = new Visit(site).ofCarelessPage()) {
      StringBuilder all = new StringBuilder("<!DOCTYPE html><title>All</title>");
      for (HostilePage page : pages) {
        site.page("/" + page.token(), page.html(site.url("")));
        all.append("<iframe src='/").append(page.token()).append("'></iframe>");
      }
      site.page("/all", all.toString());
      HtmlPage top = visit.open("/all");
      Visit.run(
          top,
          "for(var i=0;i<frames.length;i++)frames[i].document.getElementById('button').click()");
      visit.settle();
      Map<String, String> trouble = new TreeMap<>();
      for (int i = 0; i < pages.size(); i++) {
        trouble.put(
            pages.get(i).token(), String.valueOf(Visit.run(top, "frames[" + i + "].works()")));
      }
      Visit.run(
          top, "for(var i=0;i<frames.length;i++)frames[i].dispatchEvent(new Event('pagehide'))");
      visit.settle();
      List<JsonNode> events = new ArrayList<>();
      for (Site.Request request : site.requests()) {
        if (!request.body().isEmpty()) {
          Sent.body(request).path("batch").forEach(events::add);
        }
      }
      for (HostilePage page : pages) {
        String found = page.judge(events, trouble.getOrDefault(page.token(), ""));
        if (!found.isEmpty()) {
          wrong.put(page.name(), found);
        }
      }
      return events.size();
    }
  }

  /** A page out of the table, without its answer's header, which only a real browser heeds. */
  record HostilePage(
      int number, String name, Set<String> flags, String before, String after, String html) {
    private static final List<String> EVENTS =
        List.of("$autocapture", "$pageleave", "$pageview", "arrived");

    static List<HostilePage> all() throws Exception {
      List<HostilePage> pages = new ArrayList<>();
      for (String section : text("pages.txt").split("(?m)^== ", -1)) {
        String[] head = section.split("\n", 2);
        String[] parts = head.length > 1 ? head[1].split("(?m)^-- ", -1) : new String[0];
        if (!section.startsWith("#")) {
          String[] title = head[0].split(" \\| ", -1);
          pages.add(new HostilePage(
              pages.size(),
              title[0],
              title.length > 1 ? Set.of(title[1].split(" ", -1)) : Set.of(),
              parts.length > 0 ? parts[0] : "",
              part(parts, "after"),
              part(parts, "html")));
        }
      }
      return pages;
    }

    private static String part(String[] parts, String name) {
      for (String part : parts) {
        if (part.startsWith(name)) {
          return part.substring(name.length());
        }
      }
      return "";
    }

    private static String text(String name) throws Exception {
      try (var in = HostilePageTest.class.getResourceAsStream("hostile/" + name)) {
        return new String(
            java.util.Objects.requireNonNull(in, name).readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
      }
    }

    String token() {
      return "phc_page" + number;
    }

    String html(String origin) throws Exception {
      String page = html.isEmpty()
          ? text("page.html").replace("@before@", before).replace("@after@", after)
          : html;
      for (String name : List.of("recorder.html", "works.html", "stub.js", "init.js")) {
        page = page.replace("@" + name.replaceAll("\\..*", "") + "@", text(name));
      }
      return page.replace("@token@", token()).replace("@origin@", origin);
    }

    /** What is wrong, or nothing: events that did not arrive or arrived otherwise, and trouble on the page. */
    String judge(List<JsonNode> all, String trouble) {
      Set<String> found = new TreeSet<>();
      String wrong = "";
      for (JsonNode event : all) {
        if (event.path("properties").path("token").asText().equals(token())) {
          found.add(event.path("event").asText());
          wrong += spoiled(event);
        }
      }
      Set<String> wanted = new TreeSet<>(flags.contains("nothing") ? Set.of() : EVENTS);
      wanted.removeAll(flags);
      wrong += found.containsAll(wanted) ? "" : "came only " + found + " of " + wanted + "; ";
      wrong += flags.contains("nothing") && !found.isEmpty() ? "came " + found + "; " : "";
      return wrong
          + (flags.contains("says") ? trouble.replaceAll("console.error: .*\n", "") : trouble);
    }

    private static String spoiled(JsonNode event) {
      JsonNode properties = event.path("properties");
      String list = properties.path("list").toString();
      boolean valid = event.path("uuid").asText().length() == 36
          && event.path("timestamp").asText().matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z")
          && !properties.path("distinct_id").asText().isEmpty()
          && (!event.path("event").asText().equals("arrived")
              || list.equals("[1,\"two\",{\"three\":3}]"));
      return valid ? "" : "spoiled " + event + "; ";
    }
  }
}
