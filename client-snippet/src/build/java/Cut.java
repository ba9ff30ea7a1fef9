import static java.util.stream.Collectors.joining;

import com.google.javascript.rhino.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The translated program, cut into its functions and classes, and what each of them needs. Out of these it makes the script
 * that every page loads, {@code array.js}, a file for each part that only some pages need, and {@code array.full.js} with all
 * in one: what only one entry of the program can reach goes into the file of that entry. Each is wrapped so that no name leaks
 * into the page.
 */
final class Cut {
  /** By name, in the order of the script: what it says, and which others it names. */
  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();

  /** By class: the methods that the page's objects call, set once everything is there. */
  private final Map<String, StringBuilder> methods = new LinkedHashMap<>();

  private final Map<String, Set<String>> needs = new LinkedHashMap<>();
  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Set<String> changing = new TreeSet<>();
  private final Map<String, Set<String>> reached = new LinkedHashMap<>();
  private final List<String> shared;
  final String build;

  /** What the fields of the program's objects are called. */
  final Fields fields;

  /** What TeaVM calls the pool of strings, and the method where the program begins. */
  private static final String POOL = "$rt_stringPool";

  private static final String MAIN = "dhs_Main_main";

  /** How long a function may be that parts say again, and one that a single part does. */
  private static final int SMALL = 320;

  private static final int FOR_ONE = 900;

  /** What we have a shorter word for than TeaVM, as nothing here is a Java class to the page. */
  private static final Map<String, String> OWN = Map.of(
      "otji_JSWrapper_unwrap", "=one=>one",
      "otji_JS_function", "=(one,name)=>one&&((first,second)=>one[name](first,second))",
      "$rt_callWithReceiver", "=method=>function(first,second){return method(this,first,second)}",
      "dhs_Main_$callClinit", "=()=>{}");

  /** The program of a raw script; the names that an earlier search found count for what tells builds apart. */
  static Cut of(String script, String names) {
    String linked = Tidy.tidied(direct(script))
        .replaceAll("(['\"])@state@\\1", "\\$hr_state")
        .replaceAll("(['\"])@bundled@\\1", "\\$hr_bundled")
        .replaceAll("(['\"])@shared@\\1", "\\$hr_shared");
    String build = HexFormat.of().formatHex(digest(script + names)).substring(0, 12);
    return new Cut(linked.replace("@build@", build), build);
  }

  /** The instance is the only one of its interfaces, and a lambda the only one of its type, so calls need not look for methods. */
  private static String direct(String script) {
    return script
        .replaceAll("([\\w$.]+\\.\\$(?:outlet|extras))\\.\\$(\\w+)\\(", "dhsa_Core_$2($1, ")
        .replaceAll(
            "([\\w$]+)_call\\$exported\\$0 = (\\([^)]*\\)) => \\{\\s*return var\\$1\\.\\$call0\\(",
            "$1_call\\$exported\\$0 = $2 => {return $1_call(var\\$1, ");
  }

  private Cut(String script, String build) {
    this.build = build;
    add("$hr_state", "let $hr_state={};");
    add("$hr_one", "let $hr_one;");
    add("$hr_bundled", "");
    Set<String> names = new LinkedHashSet<>();
    List<Node> statements = statements(script);
    statements.forEach(Cut::refuseStrings);
    fields = new Rooms(statements).furnish();
    statements.forEach(statement -> collect(statement, names));
    statements.forEach(statement -> read(statement, names));
    Set<String> core = reach("main", Set.of());
    Set<String> large = new LinkedHashSet<>(core);
    large.removeIf(unit -> isSaidSooner(unit, SMALL));
    Map<String, Integer> sharers = new LinkedHashMap<>();
    for (String part : parts()) {
      needed(part, large).forEach(unit -> sharers.merge(unit, 1, Integer::sum));
    }
    large.removeIf(unit -> sharers.getOrDefault(unit, 0) == 1 && isSaidSooner(unit, FOR_ONE));
    Set<String> both = new LinkedHashSet<>();
    for (String part : parts()) {
      reached.put(part, reach(part, large));
      both.addAll(needed(part, large));
    }
    both.retainAll(large);
    shared = List.copyOf(both);
    reached.put("main", core);
    Set<String> unsteady = new TreeSet<>(shared);
    unsteady.retainAll(changing);
    if (!unsteady.isEmpty()) {
      throw new IllegalStateException("expected parts to share only what never changes but found "
          + unsteady.stream().map(name -> texts.get(name).toString()).collect(joining("; ")));
    }
  }

  private static List<Node> statements(String script) {
    for (Node statement : Ast.of(script).children()) {
      if (Ast.isRunAtOnce(statement)) {
        return Ast.list(statement.getFirstFirstChild().getLastChild());
      }
    }
    throw new IllegalStateException("expected the script to be one function that runs at once");
  }

  /** Java's own strings would bring a pool and their class along. */
  private static void refuseStrings(Node statement) {
    Node call = statement.getFirstChild();
    if (statement.isExprResult() && call.isCall() && call.getFirstChild().matchesName(POOL)) {
      for (Node text : call.getLastChild().children()) {
        if (!Set.of("0", "[L", "null", "<java_object>@").contains(text.getString())) {
          throw new IllegalStateException(
              "expected the texts of the program to be of type Text but found a Java string: "
                  + text.getString());
        }
      }
    }
  }

  private void collect(Node statement, Set<String> names) {
    names.add("$hr_state");
    names.add("$hr_one");
    names.add("$hr_bundled");
    if (declares(statement)) {
      statement.children().forEach(name -> names.add(name.getString()));
    } else if (statement.isFunction()) {
      names.add(statement.getFirstChild().getString());
    }
  }

  private void read(Node statement, Set<String> names) {
    if (declares(statement)) {
      for (Node name : statement.children()) {
        String own = OWN.get(name.getString());
        add(
            name.getString(),
            "let " + (own == null ? Ast.text(name) : name.getString() + own) + ";");
        if (own == null) {
          need(name.getString(), name, names);
        }
      }
    } else if (statement.isFunction()) {
      String name = statement.getFirstChild().getString();
      add(name, Ast.text(statement));
      need(name, statement, names);
    } else if (statement.isExprResult() && statement.getFirstChild().isAssign()) {
      Node to = statement.getFirstFirstChild();
      Node value = statement.getFirstChild().getLastChild();
      if (to.isName() && !names.contains(to.getString())) {
        boolean main = to.getString().equals("main");
        entries.put(to.getString(), main ? MAIN : value.getString());
      }
    } else if (Ast.isRunAtOnce(statement)) {
      methods(statement.getFirstFirstChild().getLastChild(), names);
    }
  }

  /** The methods that the page's objects call, one class after the other. */
  private void methods(Node block, Set<String> names) {
    String type = "";
    for (Node statement : block.children()) {
      if (statement.isExprResult()) {
        Node to = statement.getFirstFirstChild();
        Node value = statement.getFirstChild().getLastChild();
        if (to.isName()) {
          type = value.getFirstChild().getString();
        } else {
          methods
              .computeIfAbsent(type, none -> new StringBuilder())
              .append(type + ".prototype." + to.getString() + "=" + Ast.text(value) + ";");
          need(type, value, names);
        }
      }
    }
  }

  private void add(String name, String text) {
    texts.computeIfAbsent(name, none -> new StringBuilder()).append(text);
    needs.computeIfAbsent(name, none -> new LinkedHashSet<>());
  }

  private void need(String unit, Node node, Set<String> names) {
    if (node.isName() && names.contains(node.getString()) && !node.getString().equals(unit)) {
      needs.get(unit).add(node.getString());
    }
    if (changes(node)) {
      changing.add(node.getFirstChild().getString());
    }
    node.children().forEach(child -> need(unit, child, names));
  }

  /** Whether a function of at most that many characters, which changes nothing that others see, is said again in a part. */
  private boolean isSaidSooner(String unit, int most) {
    return Collections.disjoint(needs.get(unit), changing)
        && texts.get(unit).length() < most
        && texts.get(unit).indexOf("=>") > 0;
  }

  /** What a part names, all that it says itself included. */
  private Set<String> needed(String part, Set<String> without) {
    Set<String> all = new LinkedHashSet<>(Set.of(entries.get(part)));
    reach(part, without).forEach(unit -> all.addAll(needs.get(unit)));
    return all;
  }

  private Set<String> reach(String entry, Set<String> without) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(entries.get(entry)));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!without.contains(name) && found.add(name)) {
        open.addAll(needs.get(name));
      }
    }
    return found;
  }

  List<String> parts() {
    return entries.keySet().stream()
        .filter(name -> !name.equals("main"))
        .sorted()
        .toList();
  }

  private String said(Set<String> names) {
    return Stream.concat(texts.entrySet().stream(), methods.entrySet().stream())
        .filter(unit -> names.contains(unit.getKey()))
        .map(unit -> unit.getValue().toString())
        .collect(joining("\n"));
  }

  /** Shows what the script every page loads is made of: names and what they stand for. */
  void core(BiConsumer<String, String> reader) {
    reached.get("main").forEach(name -> reader.accept(name, texts.get(name).toString()));
  }

  /** The script every page loads. */
  String core() {
    return "(function(){let $hr_bundled={};" + said(reached.get("main")) + "let $hr_shared=["
        + String.join(",", shared) + "];" + entries.get("main") + "()})();";
  }

  /** One part, which is given what it shares with the script every page loads. */
  String part(String name) {
    Set<String> used = new TreeSet<>();
    reached.get(name).forEach(unit -> used.addAll(needs.get(unit)));
    used.add(entries.get(name));
    used.retainAll(shared);
    return "__hedgerow(\"" + name + "\",\"" + build + "\",function($hr_shared){"
        + used.stream()
            .map(one -> "let " + one + "=$hr_shared[" + shared.indexOf(one) + "];")
            .collect(joining())
        + said(reached.get(name)) + "return " + entries.get(name) + "});";
  }

  /** Everything in one script. */
  String full() {
    Set<String> all = new LinkedHashSet<>();
    reached.values().forEach(all::addAll);
    return "(function(){" + said(all) + "let $hr_shared=[],$hr_bundled={"
        + parts().stream().map(part -> part + ":" + entries.get(part)).collect(joining(","))
        + "};" + entries.get("main") + "()})();";
  }

  /** All scripts by the names of their files, the one that every page loads first. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("array.js", core());
    parts().forEach(part -> files.put(part + ".js", part(part)));
    files.put("array.full.js", full());
    return files;
  }

  private static boolean declares(Node node) {
    return node.isLet() || node.isVar() || node.isConst();
  }

  private static boolean changes(Node node) {
    return (node.isAssign() || node.isAssignAdd() || node.isInc() || node.isDec())
        && node.getFirstChild().isName();
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every Java to know SHA-256", e);
    }
  }

  /** What each room adds to the script every page loads, each zipped by itself. */
  Map<String, Integer> rooms(Path sources) throws IOException {
    Map<String, String> rooms = roomOfClasses(sources);
    Map<String, StringBuilder> texts = new TreeMap<>();
    core((name, text) -> texts
        .computeIfAbsent(
            rooms.getOrDefault(name.replaceFirst("^[a-z]+_([^_$]+).*", "$1"), "runtime"),
            room -> new StringBuilder())
        .append(text));
    Map<String, Integer> sizes = new TreeMap<>();
    texts.forEach((room, text) -> sizes.put(room, zipped(text.toString())));
    return sizes;
  }

  private static int zipped(String text) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.size();
  }

  /** The room of each class. */
  private static Map<String, String> roomOfClasses(Path root) throws IOException {
    Map<String, String> rooms = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
        String room = root.relativize(file.getParent()).toString();
        rooms.put(
            file.getFileName().toString().replace(".java", ""), room.isEmpty() ? "root" : room);
      });
    }
    return rooms;
  }
}
