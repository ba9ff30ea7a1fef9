package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Fields and texts with planted secrets, the page that shows them all, and the search for them in what was sent. */
final class PrivacyCorpus {

  /** The options that pages ask for more or less privacy with, one visit for each. */
  static final List<String> OPTIONS = List.of(
      "{}",
      "{mask_all_text: true}",
      "{mask_all_element_attributes: true}",
      "{persistence: 'cookie', disable_compression: true, capture_heatmaps: true, capture_dead_clicks: true}");

  private static final String TOKEN = "phc_corpus";

  /** Does to an element what a visitor would, in every browser alike. */
  private static final String HANDS = """
      function pay() {}
      function x() {}
      function wire() {
        document.querySelectorAll('[data-shadow]').forEach(function (host) {
          var inside = host.querySelector('template');
          try {
            var root = host.attachShadow({mode: host.getAttribute('data-shadow')});
            root.appendChild(inside.content.cloneNode(true));
            host.root = root;
          } catch (e) {
            host.root = null;
          }
        });
        document.addEventListener('click', function (e) { e.preventDefault(); });
      }
      function act(id, what, words) {
        var first = document.getElementById(id).firstElementChild;
        var el = (first.root || first.parentNode).querySelector('[data-here]') || first;
        var at = {bubbles: true, composed: true, cancelable: true, clientX: 40 * id.slice(1), clientY: 9};
        if (what === 'type') {
          if (el.type !== 'file') el.value = words;
          el.dispatchEvent(new Event('input', at));
        }
        if (what === 'type' || what === 'change') el.dispatchEvent(new Event('change', at));
        if (what === 'submit') el.dispatchEvent(new Event('submit', at));
        if (what === 'copy') {
          getSelection().removeAllRanges();
          getSelection().selectAllChildren(el);
          el.dispatchEvent(new Event('copy', at));
        }
        for (var i = what === 'rage' ? 4 : what === 'submit' ? 0 : 1; i > 0; i--) {
          el.dispatchEvent(new MouseEvent('click', at));
        }
      }
      """;

  /** A line of the corpus. */
  record Planted(String what, String secret, String html) {}

  private final List<Planted> secrets = new ArrayList<>();
  private final List<Planted> controls = new ArrayList<>();
  private int searched;

  private PrivacyCorpus() {}

  static PrivacyCorpus read() throws IOException {
    PrivacyCorpus corpus = new PrivacyCorpus();
    try (InputStream in = PrivacyCorpus.class.getResourceAsStream("privacy-corpus.txt")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      for (String line : all.lines().filter(one -> !one.startsWith("#")).toList()) {
        String[] parts = line.split(" \\| ", 3);
        boolean control = parts[0].startsWith("control ");
        (control ? corpus.controls : corpus.secrets)
            .add(new Planted(parts[0].replace("control ", ""), parts[1], parts[2]));
      }
    }
    return corpus;
  }

  int secrets() {
    return secrets.size();
  }

  /** How many bytes were searched so far. */
  int searched() {
    return searched;
  }

  private List<Planted> all() {
    List<Planted> all = new ArrayList<>(secrets);
    all.addAll(controls);
    return all;
  }

  private String of(String what, String before, String between) {
    return before
        + String.join(
            between,
            secrets.stream()
                .filter(one -> one.what().equals(what))
                .map(one -> one.html().replace("{S}", one.secret()))
                .toList());
  }

  /** The page that a visitor comes from. */
  String before(String path) {
    return "<!doctype html><title>Before</title><a id='go' href='" + address(path) + "'>go</a>";
  }

  /** The address of the page before. */
  String beforeAddress(String path) {
    return path + of("referrer", "?", "&");
  }

  /** The address of the page, with secrets in it. */
  String address(String path) {
    return path + of("url", "?", "&") + of("hash", "#", "&");
  }

  /** The page with everything on it, which does everything when {@code run()} is called. */
  String page(String options) {
    StringBuilder html = new StringBuilder("<!doctype html><html><head><title>Corpus</title>")
        .append("<script src='/static/array.js'></script><script>posthog.init('" + TOKEN
            + "', Object.assign({api_host: location.origin,")
        .append("opt_out_useragent_filter: true, request_queue_config: {flush_interval_ms: 250},")
        .append("rate_limiting: {events_per_second: 1000, events_burst_limit: 9000},")
        .append("autocapture: {capture_copied_text: true}}, ")
        .append(options)
        .append("));")
        .append(HANDS)
        .append("</script></head><body>");
    StringBuilder run = new StringBuilder("function run() {");
    int n = 0;
    for (Planted one : all()) {
      if (!List.of("url", "hash", "referrer").contains(one.what())) {
        String id = "c" + n++;
        html.append("<div id='" + id + "'>")
            .append(one.html().replace("{S}", one.secret()))
            .append("</div>\n");
        run.append("act('" + id + "','" + one.what() + "','" + one.secret() + "');");
      }
    }
    return html.append("<script>wire();" + run + "}</script></body></html>").toString();
  }

  /** The words that must be found, or else the search itself is blind; fewer where the page masks. */
  List<String> missing(String sent, String options) {
    return controls.stream()
        .filter(one -> !options.contains("mask"))
        .map(Planted::secret)
        .filter(word -> !sent.contains(word))
        .toList();
  }

  /** The secrets that stand in a text, as they are, encoded for addresses, or grouped otherwise. */
  List<String> found(String text) {
    searched += text.getBytes(UTF_8).length;
    String decoded = decoded(text);
    String digits = decoded.replaceAll("(?<=\\d)[^0-9a-zA-Z\"]{1,3}(?=\\d)", "");
    List<String> found = new ArrayList<>();
    for (Planted one : secrets) {
      String number = one.secret().replaceAll("\\D", "");
      boolean said = decoded.contains(one.secret());
      if (said || (number.length() > 8 && digits.contains(number))) {
        found.add(one.what() + " " + one.secret() + " " + one.html());
      }
    }
    return found;
  }

  private static String decoded(String text) {
    try {
      return text + URLDecoder.decode(text.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
