package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Pages that break what the script stands on keep working in a real browser and hear of nothing that went wrong in here; what
 * can still be captured arrives. Each is a frame of one page, with a project of its own.
 */
@Needs(Program.CHROMIUM)
final class HostilePageInChromiumTest {

  /** What a browser lets pages have on its way when they are left is little, so not all go at once. */
  private static final int FRAMES = 15;

  /** What a page cannot send must not hold the others up: then the events are looked at as they are. */
  private static final long PATIENCE = 8_000_000_000L;

  private static final String CLICK = "() => { for (let i = 0; i < frames.length; i++)"
      + " frames[i].document.getElementById('button').click() }";

  private static final String TROUBLE = "() => { const told = [];"
      + " for (let i = 0; i < frames.length; i++) told.push(String(frames[i].works())); return told }";

  private static final String LEAVE =
      "() => document.querySelectorAll('iframe').forEach(frame => frame.remove())";

  @Test
  void pageComesFirst() throws IOException {
    List<HostilePage> pages = HostilePage.all();
    Map<String, String> wrong = new TreeMap<>();
    try (HostileSite site = new HostileSite();
        Chromium chromium = new Chromium()) {
      for (int i = 0; i < pages.size(); i += FRAMES) {
        try (BrowserContext context = chromium.browser().newContext()) {
          visit(
              site, context.newPage(), pages.subList(i, Math.min(pages.size(), i + FRAMES)), wrong);
        }
      }
      System.out.println("hostile pages in Chromium: " + pages.size() + ", events that arrived: "
          + site.events().size());
    }

    assertThat(wrong).isEmpty();
  }

  private static void visit(
      HostileSite site, Page tab, List<HostilePage> pages, Map<String, String> wrong)
      throws IOException {
    String frames = pages.stream()
        .map(page -> "<iframe src='/" + page.token() + "'></iframe>")
        .collect(Collectors.joining());
    for (HostilePage page : pages) {
      site.serve("/" + page.token(), page.document(site.url()), page.header());
    }
    String all = "/all/" + pages.get(0).token();
    site.serve(all, "<!DOCTYPE html><title>All</title>" + frames, "");
    tab.navigate(site.url() + all);
    await(site, tab, pages, "arrived");
    tab.evaluate(CLICK);
    await(site, tab, pages, "$autocapture");
    List<String> trouble = new ArrayList<>();
    ((List<?>) tab.evaluate(TROUBLE)).forEach(told -> trouble.add(String.valueOf(told)));
    tab.evaluate(LEAVE);
    await(site, tab, pages, "$pageleave");
    for (int i = 0; i < pages.size(); i++) {
      String found = pages.get(i).judge(site.events(), trouble.get(i));
      if (!found.isEmpty()) {
        wrong.put(pages.get(i).name(), found);
      }
    }
  }

  /** Waits until an event arrived from all pages it can come from before they are left. */
  private static void await(HostileSite site, Page tab, List<HostilePage> pages, String event) {
    long end = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < end
        && pages.stream()
            .filter(page -> event.equals("$pageleave") || !page.flags().contains("late"))
            .anyMatch(page -> !page.has(site.events(), event))) {
      tab.waitForTimeout(50);
    }
  }
}
