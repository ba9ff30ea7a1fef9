import static java.util.stream.Collectors.joining;

import com.google.debugging.sourcemap.SourceMapConsumerV3;
import com.google.debugging.sourcemap.SourceMapParseException;
import com.google.javascript.jscomp.CodePrinter;
import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.Environment;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.JsAst;
import com.google.javascript.jscomp.Result;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.WarningLevel;
import com.google.javascript.rhino.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the resources out of the translated script: {@code array.js}, which every page loads, a file for each part that only
 * some pages need, {@code array.full.js} with all in one, {@code module.js} for bundlers, each with its gzipped twin, and
 * {@code snippet.json}, which says what they are. What only one entry of the program can reach goes into the file of that
 * entry. Each is shortened and wrapped so that no name leaks into the page. Stops the build when the gzipped script outgrows
 * its budget, when it makes code out of text, which a strict content security policy forbids, or when it needs what was left
 * out of it.
 *
 * <p>Arguments: the raw script (its source map beside it), the folder of the resources, the version.
 */
final class Wrap {
  private static final int GZIPPED_MAX = 20 * 1024;
  private static final String ROOMS = "dev/hedgerow/snippet/";
  private static final Pattern CODE_FROM_TEXT = Pattern.compile("\\b(eval|Function)\\s*\\(");

  private Wrap() {}

  public static void main(String[] arguments) throws IOException, SourceMapParseException {
    Path raw = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    String version = arguments[2];
    String translated = Files.readString(raw);
    Program program = Program.of(trimmed(translated.replace("@version@", version)));
    String banner = "/*! Hedgerow " + version + " | Apache-2.0 */\n";
    Map<String, String> files = new LinkedHashMap<>();
    files.put("array.js", banner + shortened(program.core()));
    for (String part : program.parts()) {
      files.put(part + ".js", banner + shortened(program.part(part)));
    }
    files.put("array.full.js", banner + shortened(program.full()));
    files.put("module.js", banner + shortened(program.core()) + "export default window.posthog;\n");
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      check(file.getKey(), file.getValue());
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
      Files.write(folder.resolve(file.getKey() + ".gz"), zipped(file.getValue()));
    }
    Files.writeString(folder.resolve("snippet.json"), described(program, files));
    System.out.println(sizes(files));
    System.out.println(shares(translated, Files.readString(Path.of(raw + ".map"))));
  }

  /** The translated program, cut into its functions and classes, and what each of them needs. */
  private static final class Program {
    /** By name, in the order of the script: what it says, and which others it names. */
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();

    /** By class: the methods that the page's objects call, set once everything is there. */
    private final Map<String, StringBuilder> methods = new LinkedHashMap<>();

    private final Map<String, Set<String>> needs = new LinkedHashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private final Set<String> changing = new TreeSet<>();
    private final Map<String, Set<String>> reached = new LinkedHashMap<>();
    private final List<String> shared;
    private final String build;

    static Program of(String script) {
      String linked = script
          .replaceAll("(['\"])@state@\\1", "\\$state")
          .replaceAll("(['\"])@bundled@\\1", "\\$bundled")
          .replaceAll("(['\"])@shared@\\1", "\\$shared");
      String build = HexFormat.of().formatHex(digest("SHA-256", script)).substring(0, 12);
      return new Program(linked.replace("@build@", build), build);
    }

    private Program(String script, String build) {
      this.build = build;
      add("$state", "let $state={};");
      add("$bundled", "");
      Set<String> names = new LinkedHashSet<>();
      List<Node> statements = statements(script);
      statements.forEach(statement -> collect(statement, names));
      statements.forEach(statement -> read(statement, names));
      Set<String> core = reach("main", Set.of());
      Set<String> both = new LinkedHashSet<>();
      for (String part : parts()) {
        reached.put(part, reach(part, core));
        reached.get(part).forEach(name -> both.addAll(needs.get(name)));
        both.add(entries.get(part));
      }
      both.retainAll(core);
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
      var compiler = new com.google.javascript.jscomp.Compiler();
      compiler.initOptions(options());
      Node root = new JsAst(SourceFile.fromCode("raw.js", script)).getAstRoot(compiler);
      for (Node statement : root.children()) {
        if (statement.isExprResult() && statement.getFirstChild().isCall()) {
          return list(statement.getFirstFirstChild().getLastChild());
        }
      }
      throw new IllegalStateException("expected the script to be one function that runs at once");
    }

    private static List<Node> list(Node parent) {
      List<Node> all = new ArrayList<>();
      parent.children().forEach(all::add);
      return all;
    }

    private void collect(Node statement, Set<String> names) {
      names.add("$state");
      names.add("$bundled");
      if (NodeKinds.declares(statement)) {
        statement.children().forEach(name -> names.add(name.getString()));
      } else if (statement.isFunction()) {
        names.add(statement.getFirstChild().getString());
      }
    }

    private void read(Node statement, Set<String> names) {
      if (NodeKinds.declares(statement)) {
        for (Node name : statement.children()) {
          add(name.getString(), "let " + print(name) + ";");
          need(name.getString(), name, names);
        }
      } else if (statement.isFunction()) {
        String name = statement.getFirstChild().getString();
        add(name, print(statement));
        need(name, statement, names);
      } else if (statement.isExprResult() && statement.getFirstChild().isAssign()) {
        Node to = statement.getFirstFirstChild();
        Node value = statement.getFirstChild().getLastChild();
        if (to.isName() && !names.contains(to.getString())) {
          entries.put(to.getString(), value.getString());
        }
      } else if (statement.isExprResult() && statement.getFirstChild().isCall()) {
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
                .append(type + ".prototype." + to.getString() + "=" + print(value) + ";");
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
      if (NodeKinds.changes(node)) {
        changing.add(node.getFirstChild().getString());
      }
      node.children().forEach(child -> need(unit, child, names));
    }

    private static String print(Node node) {
      return new CodePrinter.Builder(node).setCompilerOptions(options()).build();
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

    /** The script every page loads. */
    String core() {
      return "(function(){let $bundled={};" + said(reached.get("main")) + "let $shared=["
          + String.join(",", shared) + "];" + entries.get("main") + "()})();";
    }

    /** One part, which is given what it shares with the script every page loads. */
    String part(String name) {
      Set<String> used = new TreeSet<>();
      reached.get(name).forEach(unit -> used.addAll(needs.get(unit)));
      used.add(entries.get(name));
      used.retainAll(shared);
      return "__hedgerow(\"" + name + "\",\"" + build + "\",function($shared){"
          + used.stream()
              .map(one -> "let " + one + "=$shared[" + shared.indexOf(one) + "];")
              .collect(joining())
          + said(reached.get(name)) + "return " + entries.get(name) + "});";
    }

    /** Everything in one script. */
    String full() {
      Set<String> all = new LinkedHashSet<>();
      reached.values().forEach(all::addAll);
      return "(function(){" + said(all) + "let $shared=[],$bundled={"
          + parts().stream().map(part -> part + ":" + entries.get(part)).collect(joining(","))
          + "};" + entries.get("main") + "()})();";
    }
  }

  /** What a piece of a script is. */
  private static final class NodeKinds {
    static boolean declares(Node node) {
      return node.isLet() || node.isVar() || node.isConst();
    }

    static boolean changes(Node node) {
      return (node.isAssign() || node.isAssignAdd() || node.isInc() || node.isDec())
          && node.getFirstChild().isName();
    }
  }

  /**
   * The script without what TeaVM puts into every program and this one, which has no Java strings, class objects or
   * exceptions of its own and extends no class, never uses: the pool of strings, the data about classes, the names and
   * texts of objects. What only those used is left out when the script is shortened.
   */
  private static String trimmed(String raw) {
    String meta = name(raw, "(\\w+)=data=>\\{let packages=");
    String packages = name(raw, "(\\w+)=data=>\\{let i=0;let packages=");
    String pool = name(raw, "(\\w+)=strings=>");
    String type = name(raw, "(\\w+)=superclass=>");
    String strings = name(raw, "(?m)^" + Pattern.quote(pool) + "\\(\\[(.*)\\]\\);$");
    if (!Set.of(strings.split(",")).equals(Set.of("\"0\"", "\"<java_object>@\"", "\"null\""))) {
      throw new IllegalStateException(
          "expected the texts of the program to be of type Text but found Java strings: "
              + strings);
    }
    String object = name(raw, "function (\\w+)\\(\\)\\{this\\.\\$id\\$=0;\\}");
    return raw.replaceAll("\\b" + Pattern.quote(object) + "\\.call\\(\\w+\\);", "")
        .replaceAll("(?ms)^(" + either(meta, packages, pool) + ")\\(\\[.*?\\]\\);$", "")
        .replaceAll("(?m)^\\w+\\.prototype\\.(toString|valueOf|__teavm_class__)=.*$", "")
        .replaceAll(
            "(?m)^(let \\w+)=\\w+\\((\\w+)\\);\\n\\w+\\.javaException=\\w+;$", "$1=()=>$2(null);")
        .replaceAll("(?m)^let \\w+=(\\w+\\(\\w+\\)|Symbol\\('jsoClass'\\));$", "")
        .replaceAll("=" + Pattern.quote(type) + "\\(\\w*\\)", "=function(){}")
        .replaceAll("\\w+\\(\"(char|int)\",\"\\w\",\\d(,meta=>\\{\\})?\\)", "0")
        .replaceAll("(?ms)^if\\(typeof Reflect==='object'\\)\\{.*?\\}else \\{\\w+=Error;\\}", "")
        .replaceAll("Symbol\\((\"\\w+\")\\)", "$1")
        .replaceAll(
            "(\\w+=b=>\\{)if\\(b===null\\)return null;return !\\(b instanceof \\w+\\)\\?b:b\\.\\w+;\\}",
            "$1return b;}")
        .replace("this.$id$=0;", "")
        .replaceAll(
            "(?s)(\\w+)=\\(\\)=>\\{\\1=\\w+\\(\\w+\\);(\\w+)\\(\\);\\}(?=.*\\b\\2\\s*=\\(\\)=>\\{return;\\})",
            "$1=()=>{}");
  }

  private static String either(String... names) {
    return Stream.of(names).map(Pattern::quote).collect(joining("|"));
  }

  /** The only group of a pattern in the translated script. */
  private static String name(String raw, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(raw);
    if (!found.find()) {
      throw new IllegalStateException("expected the translated script to have " + pattern);
    }
    return found.group(1);
  }

  /**
   * The same script in fewer bytes. Property names stay as they are: methods that the page's objects call are looked up by
   * their names.
   */
  private static String shortened(String script) throws IOException {
    CompilerOptions options = options();
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setWrappedOutputOptimizations(options);
    var compiler = new com.google.javascript.jscomp.Compiler(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    compiler.disableThreads();
    Result result = compiler.compile(
        CommandLineRunner.getBuiltinExterns(Environment.BROWSER),
        List.of(SourceFile.fromCode("raw.js", script)),
        options);
    if (!result.success) {
      throw new IllegalStateException("cannot shorten the script: " + result.errors);
    }
    return compiler.toSource() + "\n";
  }

  private static CompilerOptions options() {
    CompilerOptions options = new CompilerOptions();
    options.setLanguageIn(LanguageMode.ECMASCRIPT_NEXT);
    options.setLanguageOut(LanguageMode.ECMASCRIPT_2020);
    WarningLevel.QUIET.setOptionsForWarningLevel(options);
    options.setEmitUseStrict(true);
    options.setTrustedStrings(true);
    options.setLineLengthThreshold(Integer.MAX_VALUE);
    return options;
  }

  private static void check(String name, String script) throws IOException {
    if (name.equals("array.js") && zipped(script).length > GZIPPED_MAX) {
      throw new IllegalStateException(
          "expected at most " + GZIPPED_MAX + " bytes gzipped but found " + zipped(script).length);
    }
    if (script.contains("teavm_meta") || script.contains("javaException")) {
      throw new IllegalStateException(
          "expected no use of Java's class data and exceptions, which are left out, but found one");
    }
    if (CODE_FROM_TEXT.matcher(script).find()) {
      throw new IllegalStateException("expected no code made from text but found eval or Function");
    }
  }

  private static String sizes(Map<String, String> files) throws IOException {
    StringBuilder table = new StringBuilder("array.js: " + zipped(files.get("array.js")).length
        + " bytes gzipped of at most " + GZIPPED_MAX + "\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      table.append(String.format(
          "  %-16s %6d gzipped %6d raw%n",
          file.getKey(),
          zipped(file.getValue()).length,
          file.getValue().getBytes(StandardCharsets.UTF_8).length));
    }
    return table.toString();
  }

  /** What the files are: the build they belong to, the parts, and a hash of each for {@code integrity}. */
  private static String described(Program program, Map<String, String> files) {
    return "{\"build\":\"" + program.build + "\",\"parts\":["
        + program.parts().stream().map(part -> "\"" + part + "\"").collect(joining(","))
        + "],\"integrity\":{"
        + files.entrySet().stream()
            .map(file -> "\"" + file.getKey() + "\":\"sha384-"
                + Base64.getEncoder().encodeToString(digest("SHA-384", file.getValue())) + "\"")
            .collect(joining(","))
        + "}}\n";
  }

  private static byte[] digest(String kind, String text) {
    try {
      return MessageDigest.getInstance(kind).digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every Java to know " + kind, e);
    }
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new BestGzip(zipped)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return zipped.toByteArray();
  }

  /** Gzip at its best. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** What each room adds to the translated script, before it is shortened. */
  private static String shares(String script, String map)
      throws IOException, SourceMapParseException {
    Map<String, StringBuilder> rooms = new TreeMap<>();
    List<String> lines = script.lines().toList();
    SourceMapConsumerV3 consumer = new SourceMapConsumerV3();
    consumer.parse(map);
    consumer.visitMappings((source, symbol, original, start, end) -> rooms
        .computeIfAbsent(room(source), name -> new StringBuilder())
        .append(
            between(lines, start.getLine(), start.getColumn(), end.getLine(), end.getColumn())));
    int all = script.length();
    int named = rooms.values().stream().mapToInt(StringBuilder::length).sum();
    return "array.js by room, bytes before it is shortened: "
        + rooms.entrySet().stream()
            .map(room -> share(room.getKey(), room.getValue().length(), all))
            .collect(joining(", ", "", ", "))
        + share("runtime, strings and the rest", all - named, all);
  }

  private static String share(String name, int part, int all) {
    return name + " " + part + " (" + Math.round(100.0 * part / all) + " %)";
  }

  private static String between(
      List<String> lines, int fromLine, int fromColumn, int toLine, int toColumn) {
    StringBuilder text = new StringBuilder();
    for (int line = fromLine; line <= toLine && line < lines.size(); line++) {
      String whole = lines.get(line);
      int from = line == fromLine ? Math.min(fromColumn, whole.length()) : 0;
      int to = line == toLine ? Math.min(toColumn, whole.length()) : whole.length();
      text.append(whole, from, Math.max(from, to));
    }
    return text.toString();
  }

  private static String room(String source) {
    int at = source.indexOf(ROOMS);
    if (at < 0) {
      return "java";
    }
    String name = source.substring(at + ROOMS.length());
    return name.contains("/") ? name.substring(0, name.indexOf('/')) : "root";
  }
}
