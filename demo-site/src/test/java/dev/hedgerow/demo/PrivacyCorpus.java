package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields and texts with planted secrets, the page that shows them all, and the search for them in what was sent. */
final class PrivacyCorpus {

  /** The options that pages ask for more or less privacy with, one visit for each. */
  static final List<String> OPTIONS = List.of(
      "{capture_pageview: 'history_change', person_profiles: 'always', custom_campaign_params: ['own_token', 'to']}",
      "{mask_all_text: true}",
      "{mask_all_element_attributes: true, mask_personal_data_properties: true}",
      "{persistence: 'cookie', disable_compression: true, capture_heatmaps: true, capture_dead_clicks: true}");

  /** What is no secret unless these options say so, and must be found without them. */
  private static final Map<String, String> MASKED =
      Map.of("text click", "mask_all_text", "attribute click", "mask_all_element_attributes");

  /** Lines that are no element. */
  private static final List<String> NO_ELEMENT =
      List.of("url", "hash", "referrer", "history", "store");

  /** Pages inside the page, named by the first word of their lines. */
  static final List<String> FRAMES = List.of("frame", "design");

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
      function move(to) {
        history.pushState({}, '', to);
        posthog.capture('moved');
      }
      function kept() {
        localStorage.removeItem('theirs');
        sessionStorage.removeItem('theirs');
        document.cookie = 'theirs=;max-age=0';
        return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie;
      }
      function ready() {
        return window.posthog && posthog.__loaded && window.run && Array.prototype.every.call(
            document.querySelectorAll('[data-page]'),
            function (frame) { return frame.contentWindow.ready && frame.contentWindow.ready(); });
      }
      function act(id, what, words) {
        var first = document.getElementById(id).firstElementChild;
        if (what === 'outside') {
          first.contentDocument.body.innerHTML = first.nextElementSibling.innerHTML;
          first = first.contentDocument.body;
        }
        var el = (first.root || first.parentNode).querySelector('[data-here]') || first;
        var at = {bubbles: true, composed: true, cancelable: true, clientX: 40 * id.slice(1), clientY: 9};
        if (what === 'type') {
          if (el.isContentEditable) el.textContent = words;
          else if (el.type !== 'file') el.value = words;
          el.dispatchEvent(new Event('input', at));
        }
        if (what === 'type' || what === 'change') el.dispatchEvent(new Event('change', at));
        if (what === 'submit') el.dispatchEvent(new Event('submit', at));
        if (/copy|cut|paste/.test(what)) {
          getSelection().removeAllRanges();
          if (el.select) el.select();
          else getSelection().selectAllChildren(el);
          el.dispatchEvent(new Event(what, at));
        }
        for (var i = what === 'rage' ? 4 : what === 'submit' ? 0 : 1; i > 0; i--) {
          el.dispatchEvent(new MouseEvent('click', at));
        }
      }
      """;

  /** A line of the corpus. */
  record Planted(String what, String secret, String html) {
    /** The element, or whatever it is, with the secret in it. */
    String planted() {
      String whole = html.replace("{S}", secret);
      String[] groups = secret.split(" ", -1);
      for (int i = 0; i < groups.length; i++) {
        whole = whole.replace("{" + (i + 1) + "}", groups[i]);
      }
      return whole;
    }

    /** Whether it is not all in one place, so that no two groups may stand side by side either. */
    boolean inGroups() {
      return html.contains("{1}");
    }
  }

  /** Words to be typed by hand. */
  record Keys(String selector, String words) {}

  /** Random digits, which now and then are two groups of a number that was planted. */
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

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
            .add(new Planted(parts[0].replaceAll("^control ", ""), parts[1], parts[2]));
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
            all().stream()
                .filter(one -> one.what().equals(what))
                .map(Planted::planted)
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
    StringBuilder run = new StringBuilder();
    for (Planted one : all()) {
      if (one.what().equals("store")) {
        run.append(one.planted()).append(";");
      } else if (one.what().equals("history")) {
        run.append("move(\"").append(one.planted()).append("\");");
      }
    }
    StringBuilder frames = new StringBuilder();
    for (String frame : FRAMES) {
      frames.append("<iframe data-page id='" + frame + "' src='/" + frame + "'></iframe>");
      run.append("document.getElementById('" + frame + "').contentWindow.run();");
    }
    return page(options, "", run.toString(), frames.toString());
  }

  /** A page inside of it, in which everything may be edited if it is that of design. */
  String frame(String name, String options) {
    String editable = name.equals("design") ? "<script>document.designMode = 'on'</script>" : "";
    return page(options, name + " ", "", editable);
  }

  private String page(String options, String prefix, String also, String more) {
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
    List<Planted> all = all();
    for (int i = 0; i < all.size(); i++) {
      Planted one = all.get(i);
      if (prefix.isEmpty() ? isOnThePage(one) : one.what().startsWith(prefix)) {
        String what = one.what().substring(one.what().lastIndexOf(' ') + 1);
        html.append("<div id='c" + i + "'>" + one.planted() + "</div>\n");
        run.append("act('c" + i + "','" + what + "','" + one.secret() + "');");
      }
    }
    run.append(also).append("}");
    return html.append(more + "<script>wire();" + run + "</script></body></html>")
        .toString();
  }

  private static boolean isOnThePage(Planted one) {
    return !NO_ELEMENT.contains(one.what())
        && FRAMES.stream().noneMatch(frame -> one.what().startsWith(frame + " "));
  }

  /** What is to be typed by hand, and where. */
  List<Keys> keys() {
    List<Planted> all = all();
    List<Keys> keys = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).what().equals("keys")) {
        keys.add(new Keys("#c" + i + " > *", all.get(i).secret()));
      }
    }
    return keys;
  }

  /** The words that must be found, or else the search itself is blind; fewer where the page masks. */
  List<String> missing(String sent, String options) {
    List<Planted> expected = new ArrayList<>(options.contains("mask") ? List.of() : controls);
    secrets.stream().filter(one -> isOrdinary(one, options)).forEach(expected::add);
    return expected.stream()
        .map(Planted::secret)
        .filter(word -> !sent.contains(word))
        .toList();
  }

  private static boolean isOrdinary(Planted one, String options) {
    String mask = MASKED.get(one.what());
    return mask != null && !options.contains(mask);
  }

  /** The secrets that stand in a text, as they are, encoded for addresses, or grouped otherwise. */
  List<String> found(String text, String options) {
    searched += text.getBytes(UTF_8).length;
    String decoded = decoded(text);
    Set<String> words = all("zq[a-z]+\\d+", decoded);
    Set<String> numbers = all("\\d+", joined(decoded.replaceAll(UUID, "uuid")));
    String longOnes =
        String.join(" ", numbers.stream().filter(one -> one.length() > 8).toList());
    List<String> found = new ArrayList<>();
    for (Planted one : secrets) {
      String number = one.secret().replaceAll("\\D", "");
      boolean said = words.contains(one.secret())
          || (number.length() > 8 && longOnes.contains(number))
          || (one.inGroups() && hasTwoGroups(numbers, one.secret().split(" ", -1)));
      if (said && !isOrdinary(one, options)) {
        found.add(one.what() + " " + one.secret() + " " + one.html());
      }
    }
    return found;
  }

  private static Set<String> all(String pattern, String text) {
    Set<String> all = new HashSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      all.add(matcher.group());
    }
    return all;
  }

  /** Digits with nothing between them, unless that is a letter or ends a text. */
  private static String joined(String text) {
    return text.replaceAll("(?<=\\d)(\\\\[nrt]|[^0-9a-zA-Z\"\\\\]){1,99}(?=\\d)", "");
  }

  private static boolean hasTwoGroups(Set<String> numbers, String[] groups) {
    for (String one : groups) {
      for (String other : groups) {
        if (!one.equals(other) && numbers.contains(one + other)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String decoded(String text) {
    try {
      return text + URLDecoder.decode(text.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
