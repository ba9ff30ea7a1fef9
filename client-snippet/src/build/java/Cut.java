import static java.util.stream.Collectors.joining;

import com.google.javascript.jscomp.CodePrinter;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.JsAst;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Cuts the translated script into the one that every page loads, {@code array.js}, a file for each part that only some pages
 * need, and {@code array.full.js} with all in one: what only one entry of the program can reach goes into the file of that
 * entry. Each is wrapped so that no name leaks into the page. {@code about.txt} says what they are: the build, the files, and
 * what each room adds to the first. {@code Shorten} makes the resources out of them.
 *
 * <p>Arguments: the raw script, the folder for the scripts, the version.
 */
final class Cut {
  private static final String ROOMS = "dev/hedgerow/snippet/";

  private Cut() {}

  public static void main(String[] arguments) throws IOException {
    Path raw = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Program program = Program.of(Files.readString(raw).replace("@version@", arguments[2]));
    Map<String, String> files = new LinkedHashMap<>();
    files.put("array.js", program.core());
    program.parts().forEach(part -> files.put(part + ".js", program.part(part)));
    files.put("array.full.js", program.full());
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    List<String> about = new ArrayList<>();
    about.add(program.build);
    about.add(String.join(" ", files.keySet()));
    rooms(program).forEach((room, text) -> about.add(room + " " + zipped(text.toString())));
    Files.write(folder.resolve("about.txt"), about);
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

    /** What TeaVM calls the pool of strings, and the method where the program begins. */
    private static final String POOL = "$rt_stringPool";

    private static final String MAIN = "dhs_Main_main";

    private static final int SMALL = 140;

    /** What we have a shorter word for than TeaVM, as nothing here is a Java class to the page. */
    private static final Map<String, String> OWN = Map.of(
        "otji_JSWrapper_unwrap", "=one=>one",
        "otji_JS_function", "=(one,name)=>one&&((first,second)=>one[name](first,second))",
        "$rt_callWithReceiver", "=method=>function(first,second){return method(this,first,second)}",
        "dhs_Main_$callClinit", "=()=>{}");

    static Program of(String script) {
      String linked = script
          .replaceAll("(['\"])@state@\\1", "\\$hr_state")
          .replaceAll("(['\"])@bundled@\\1", "\\$hr_bundled")
          .replaceAll("(['\"])@shared@\\1", "\\$hr_shared");
      String build = HexFormat.of().formatHex(digest(script)).substring(0, 12);
      return new Program(linked.replace("@build@", build), build);
    }

    private Program(String script, String build) {
      this.build = build;
      add("$hr_state", "let $hr_state={};");
      add("$hr_one", "let $hr_one;");
      add("$hr_bundled", "");
      Set<String> names = new LinkedHashSet<>();
      List<Node> statements = statements(script);
      statements.forEach(Program::refuseStrings);
      new Rooms(statements).furnish();
      statements.forEach(statement -> collect(statement, names));
      statements.forEach(statement -> read(statement, names));
      Set<String> core = reach("main", Set.of());
      Set<String> large = new LinkedHashSet<>(core);
      large.removeIf(this::isSmall);
      Set<String> both = new LinkedHashSet<>();
      for (String part : parts()) {
        reached.put(part, reach(part, large));
        reached.get(part).forEach(name -> both.addAll(needs.get(name)));
        both.add(entries.get(part));
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
      var compiler = new com.google.javascript.jscomp.Compiler();
      compiler.initOptions(options());
      Node root = new JsAst(SourceFile.fromCode("raw.js", script)).getAstRoot(compiler);
      for (Node statement : root.children()) {
        if (isRunAtOnce(statement)) {
          return list(statement.getFirstFirstChild().getLastChild());
        }
      }
      throw new IllegalStateException("expected the script to be one function that runs at once");
    }

    private static boolean isRunAtOnce(Node statement) {
      return statement.isExprResult()
          && statement.getFirstChild().isCall()
          && statement.getFirstFirstChild().isFunction();
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

    static List<Node> list(Node parent) {
      List<Node> all = new ArrayList<>();
      parent.children().forEach(all::add);
      return all;
    }

    private void collect(Node statement, Set<String> names) {
      names.add("$hr_state");
      names.add("$hr_one");
      names.add("$hr_bundled");
      if (NodeKinds.declares(statement)) {
        statement.children().forEach(name -> names.add(name.getString()));
      } else if (statement.isFunction()) {
        names.add(statement.getFirstChild().getString());
      }
    }

    private void read(Node statement, Set<String> names) {
      if (NodeKinds.declares(statement)) {
        for (Node name : statement.children()) {
          String own = OWN.get(name.getString());
          add(
              name.getString(),
              "let " + (own == null ? print(name) : name.getString() + own) + ";");
          if (own == null) {
            need(name.getString(), name, names);
          }
        }
      } else if (statement.isFunction()) {
        String name = statement.getFirstChild().getString();
        add(name, print(statement));
        need(name, statement, names);
      } else if (statement.isExprResult() && statement.getFirstChild().isAssign()) {
        Node to = statement.getFirstFirstChild();
        Node value = statement.getFirstChild().getLastChild();
        if (to.isName() && !names.contains(to.getString())) {
          boolean main = to.getString().equals("main");
          entries.put(to.getString(), main ? MAIN : value.getString());
        }
      } else if (isRunAtOnce(statement)) {
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

    /** Whether a function is said sooner than shared. */
    private boolean isSmall(String unit) {
      return needs.get(unit).isEmpty()
          && texts.get(unit).length() < SMALL
          && texts.get(unit).indexOf("=>") > 0;
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
  }

  /**
   * The rooms of an instance, of which there is one each, become one object: what a room keeps is kept by the instance, and
   * the way from one room to another is no way at all. Fields that hold nothing at first are not mentioned, and all get
   * short names.
   */
  private static final class Rooms {
    private static final String INSTANCE = "dhsa_Core";

    /** The classes of rooms that the browser never calls back. */
    private static final Set<String> MERGED = Set.of(
        INSTANCE,
        "dhsi_Consent",
        "dhsi_Person",
        "dhsp_PageViews",
        "dhse_Origin",
        "dhse_Envelope",
        "dhse_Capture",
        "dhse_Limiter",
        "dhse_Addresses",
        "dhsa_Identification",
        "dhsa_Gate",
        "dhsa_Rage",
        "dhsa_Description");

    /** The names of fields, without numbers, that hold one of them. */
    private static final Pattern WAYS = Pattern.compile(
        "\\$(core|trouble|outlet|extras|consent|person"
            + "|pageViews|origin|envelope|capture|limiter|addresses|identification|gate|rage|description)\\d*");

    /** The names of fields that hold the same in every room. */
    private static final Pattern COMMON =
        Pattern.compile("\\$(config|visitor|persistence|tab|session)\\d*");

    private final List<Node> statements;
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new LinkedHashMap<>();

    Rooms(List<Node> statements) {
      this.statements = statements;
    }

    void furnish() {
      statements.forEach(this::findFields);
      statements.forEach(statement -> visit(statement, Rooms::loosen));
      statements.forEach(statement -> visit(statement, Rooms::collect));
      statements.forEach(statement -> visit(statement, this::merge));
      statements.forEach(statement -> visit(statement, this::count));
      Map<String, String> names = shortNames();
      statements.forEach(statement -> visit(statement, node -> rename(node, names)));
    }

    private interface Change {
      void apply(Node node);
    }

    /** The innermost first, so that what is replaced has been seen to. */
    private static void visit(Node node, Change change) {
      for (Node child : Program.list(node)) {
        if (child.getParent() == node) {
          visit(child, change);
        }
      }
      change.apply(node);
    }

    private void findFields(Node statement) {
      if (statement.isFunction() && statement.getFirstChild().getString().startsWith("dhs")) {
        String type = statement.getFirstChild().getString();
        for (Node line : Program.list(statement.getLastChild())) {
          if (!line.isExprResult()) {
            continue;
          }
          Node what = line.getFirstChild();
          if (what.isCall()) {
            line.detach();
          } else {
            owners.put(what.getFirstChild().getString(), type);
            if (what.getLastChild().isNull()) {
              line.detach();
            }
          }
        }
      }
    }

    /** Nothing is nothing, whether Java or JavaScript says so; and a class has no superclass. */
    private static void loosen(Node node) {
      boolean same = node.getToken() == Token.SHEQ;
      if ((same || node.getToken() == Token.SHNE) && node.getLastChild().isNull()) {
        Node value = node.getFirstChild().detach();
        Node nothing = node.getFirstChild().detach();
        node.replaceWith(new Node(same ? Token.EQ : Token.NE, value, nothing).srcrefTree(node));
      } else if (node.isCall() && node.getFirstChild().matchesName("$rt_classWithoutFields")) {
        node.replaceWith(IR.function(IR.name(""), IR.paramList(), IR.block()).srcrefTree(node));
      } else if (isPattern(node)) {
        Node pattern = node.getSecondChild();
        node.replaceWith(IR.regexp(
                IR.string(pattern.getString().replaceAll("(?<!\\\\)/", "\\\\/")),
                IR.string(node.getLastChild().getString()))
            .srcrefTree(node));
      } else if (isTruth(node)) {
        node.replaceWith(node.getFirstChild().detach());
      } else if (isStep(node)) {
        node.replaceWith(new Node(Token.INC, node.getFirstChild().detach()).srcrefTree(node));
      }
    }

    /** An object that is made empty and filled at once is made full. */
    private static void collect(Node line) {
      if (!line.isExprResult() || !isNew(line.getFirstChild())) {
        return;
      }
      String name = line.getFirstFirstChild().getString();
      Node made = IR.objectlit();
      Node next = line.getNext();
      while (next != null && isFilling(next, name)) {
        Node key = next.getFirstFirstChild().getLastChild().detach();
        Node value = next.getFirstChild().getLastChild().detach();
        made.addChildToBack(IR.quotedStringKey(key.getString(), value));
        Node filled = next;
        next = next.getNext();
        filled.detach();
      }
      line.getFirstChild().getLastChild().replaceWith(made.srcrefTree(line));
    }

    private static boolean isNew(Node assignment) {
      return assignment.isAssign()
          && assignment.getFirstChild().isName()
          && assignment.getLastChild().isCall()
          && assignment.getLastChild().getFirstChild().isName()
          && assignment.getLastChild().getFirstChild().getString().startsWith("dhsb_Bag_create");
    }

    private static boolean isFilling(Node line, String name) {
      if (!line.isExprResult() || !line.getFirstChild().isAssign()) {
        return false;
      }
      Node to = line.getFirstFirstChild();
      return to.isGetElem()
          && to.getFirstChild().matchesName(name)
          && to.getLastChild().isStringLit()
          && !names(line.getFirstChild().getLastChild(), name);
    }

    private static boolean names(Node node, String name) {
      if (node.matchesName(name)) {
        return true;
      }
      for (Node child : node.children()) {
        if (names(child, name)) {
          return true;
        }
      }
      return false;
    }

    /** A pattern that is known when the script is made. */
    private static boolean isPattern(Node node) {
      return node.isCall()
          && node.getFirstChild().matchesName("RegExp")
          && node.hasXChildren(3)
          && node.getSecondChild().isStringLit()
          && node.getLastChild().isStringLit();
    }

    /** A comparison as Java's number for it, which JavaScript takes as it is. */
    private static boolean isTruth(Node node) {
      return node.isHook()
          && isNumber(node.getSecondChild(), 1)
          && isNumber(node.getLastChild(), 0)
          && TRUTHS.contains(node.getFirstChild().getToken());
    }

    /** {@code i = i + 1 | 0}, whose value nobody uses. */
    private static boolean isStep(Node node) {
      if (!node.isAssign()
          || !node.getParent().isExprResult()
          || !node.getFirstChild().isName()) {
        return false;
      }
      Node whole = node.getLastChild();
      Node sum = whole.getFirstChild();
      return whole.getToken() == Token.BITOR
          && sum.isAdd()
          && sum.getFirstChild().matchesName(node.getFirstChild().getString())
          && isNumber(sum.getLastChild(), 1);
    }

    private static boolean isNumber(Node node, double value) {
      return node.isNumber() && node.getDouble() == value;
    }

    private static final Set<Token> TRUTHS = Set.of(
        Token.EQ,
        Token.NE,
        Token.SHEQ,
        Token.SHNE,
        Token.LT,
        Token.LE,
        Token.GT,
        Token.GE,
        Token.NOT);

    private void merge(Node node) {
      if (node.isNew() && node.getFirstChild().isName()) {
        mergeNew(node, node.getFirstChild().getString());
      } else if (node.isAssign() && node.getFirstChild().isGetProp()) {
        mergeAssignment(node, node.getFirstChild());
      } else if (node.isGetProp() && !node.getParent().isAssign()) {
        mergeWay(node);
      } else if (node.isGetProp() && node.getParent().getFirstChild() != node) {
        mergeWay(node);
      }
    }

    private static void mergeNew(Node node, String type) {
      if (type.equals(INSTANCE)) {
        Node made = node.cloneTree();
        node.replaceWith(IR.assign(IR.name("$hr_one"), made).srcrefTree(node));
      } else if (MERGED.contains(type)) {
        node.replaceWith(IR.name("$hr_one").srcref(node));
      }
    }

    private void mergeAssignment(Node node, Node to) {
      String field = to.getString();
      String owner = owners.getOrDefault(field, "");
      boolean merged = MERGED.contains(owner);
      if (merged
          && (WAYS.matcher(field).matches()
              || (COMMON.matcher(field).matches() && !owner.equals(INSTANCE)))) {
        Node value = node.getLastChild().detach();
        if (value.isName() && node.getParent().isExprResult()) {
          node.getParent().detach();
        } else {
          node.replaceWith(value);
        }
      } else {
        to.setString(plain(field));
      }
    }

    private void mergeWay(Node node) {
      String field = node.getString();
      if (WAYS.matcher(field).matches() && MERGED.contains(owners.getOrDefault(field, ""))) {
        node.replaceWith(node.getFirstChild().detach());
      } else {
        node.setString(plain(field));
      }
    }

    private String plain(String field) {
      if (!owners.containsKey(field)) {
        return field;
      }
      if (WAYS.matcher(field).matches()) {
        return "$core";
      }
      Matcher common = COMMON.matcher(field);
      return !common.matches()
          ? field
          : common.group(1).equals("persistence") ? "$visitor" : "$" + common.group(1);
    }

    private boolean isField(String name) {
      return owners.containsKey(name)
          || name.equals("$core")
          || COMMON.matcher(name).matches();
    }

    private void count(Node node) {
      if (node.isGetProp() && isField(node.getString())) {
        uses.merge(node.getString(), 1, Integer::sum);
      }
    }

    private Map<String, String> shortNames() {
      List<String> byUse = uses.keySet().stream()
          .sorted(
              Comparator.comparing((String name) -> -uses.get(name)).thenComparing(name -> name))
          .toList();
      Map<String, String> names = new LinkedHashMap<>();
      for (String name : byUse) {
        int n = names.size();
        names.put(name, n < 52 ? letter(n) : letter(n / 52 - 1) + letter(n % 52));
      }
      return names;
    }

    /** The letters, those first that scripts are full of. */
    private static final String LETTERS = "etirnaoslcudpgfhmbvykwjxzqETIRNAOSLCUDPGFHMBVYKWJXZQ";

    private static String letter(int n) {
      return LETTERS.substring(n, n + 1);
    }

    private static void rename(Node node, Map<String, String> names) {
      if (node.isGetProp() && names.containsKey(node.getString())) {
        node.setString(names.get(node.getString()));
      }
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

  private static CompilerOptions options() {
    CompilerOptions options = new CompilerOptions();
    options.setLanguageIn(LanguageMode.ECMASCRIPT_NEXT);
    options.setLanguageOut(LanguageMode.ECMASCRIPT_2020);
    options.setTrustedStrings(true);
    options.setLineLengthThreshold(Integer.MAX_VALUE);
    return options;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every Java to know SHA-256", e);
    }
  }

  /** What each room adds to the script every page loads. */
  private static Map<String, StringBuilder> rooms(Program program) throws IOException {
    Map<String, String> rooms = rooms(Path.of("src/main/java", ROOMS));
    Map<String, StringBuilder> texts = new TreeMap<>();
    program.core((name, text) -> texts
        .computeIfAbsent(
            rooms.getOrDefault(name.replaceFirst("^[a-z]+_([^_$]+).*", "$1"), "runtime"),
            room -> new StringBuilder())
        .append(text));
    return texts;
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
  private static Map<String, String> rooms(Path root) throws IOException {
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
