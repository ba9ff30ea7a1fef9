package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Nothing planted on a page leaves it, and nothing of it is kept in the browser. */
abstract class PrivacyCorpusContract {

  /** A browser that visits pages. */
  interface Browser extends AutoCloseable {
    /**
     * Goes from the first address to the page behind the link there, does everything, types, and leaves once the server was told;
     * answers what the browser keeps.
     *
     * @param told whether the server has all that it should be told
     */
    String visit(
        String from, RecordingProxy proxy, List<PrivacyCorpus.Keys> keys, BooleanSupplier told)
        throws IOException;

    @Override
    void close();
  }

  abstract Browser open();

  /** Whether the browser knows what makes a line of the corpus a secret. */
  boolean knows(String line) {
    return true;
  }

  private List<String> known(List<String> lines) {
    return lines.stream().filter(this::knows).toList();
  }

  @Test
  final void nothingPlantedIsInAnyByteSentOrKept() throws IOException {
    PrivacyCorpus corpus = PrivacyCorpus.read();
    for (String options : PrivacyCorpus.OPTIONS) {
      try (RecordingProxy proxy = RecordingProxy.alone();
          Browser browser = open()) {
        proxy.serveScript("/static/array.js", OurSnippet.file("array.js"));
        OurSnippet.serveParts(proxy);
        proxy.servePage("/before", corpus.before("/page"));
        proxy.servePage("/page", corpus.page(options));
        for (String frame : PrivacyCorpus.FRAMES) {
          proxy.servePage("/" + frame, corpus.frame(frame, options));
        }

        String kept = browser.visit(
            proxy.url() + corpus.beforeAddress("/before"),
            proxy,
            corpus.keys(),
            () -> known(corpus.missing(sent(proxy), options)).isEmpty());

        String sent = sent(proxy);
        assertThat(known(corpus.found(sent, options)))
            .as("sent with " + options)
            .isEmpty();
        assertThat(known(corpus.found(kept, options)))
            .as("kept with " + options)
            .isEmpty();
        assertThat(known(corpus.missing(sent, options)))
            .as("controls with " + options)
            .isEmpty();
      }
    }
    System.out.printf(
        "%s: %d secrets planted in fields and texts, %d visits, %d bytes searched, found 0%n",
        getClass().getSimpleName(),
        corpus.secrets(),
        PrivacyCorpus.OPTIONS.size(),
        corpus.searched());
    assertThat(corpus.secrets()).isGreaterThanOrEqualTo(200);
  }

  /** All that the snippet sent: every request but those that the page itself makes. */
  private static String sent(RecordingProxy proxy) {
    List<String> all = proxy.requests().stream()
        .filter(request -> request.method().equals("POST")
            || request.target().matches("/(static|array|api|e|s|i|flags)/.*"))
        .map(request -> request.target() + "\n" + request.body())
        .toList();
    return String.join("\n", all);
  }
}
