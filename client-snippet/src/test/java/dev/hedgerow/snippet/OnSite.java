package dev.hedgerow.snippet;

import com.fasterxml.jackson.databind.JsonNode;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A site with the script, and somebody who visits it for the first time: anew for each test. */
abstract class OnSite {
  Site site;
  Visit visit;

  @BeforeEach
  final void openSite() throws Exception {
    site = new Site();
    visit = new Visit(site);
  }

  @AfterEach
  final void closeSite() {
    visit.close();
    site.close();
  }

  /** Opens an empty page with these options, runs a script on it and waits until all is sent. */
  final HtmlPage run(String options, String script) throws Exception {
    HtmlPage page = visit.open(options, "");
    run(page, script);
    return page;
  }

  /** Runs a script on an open page and waits until all is sent. */
  final void run(HtmlPage page, String script) {
    Visit.run(page, script);
    visit.settle();
  }

  /** The properties of the only event of that name. */
  final JsonNode properties(String event) {
    return visit.event(event).path("properties");
  }
}
