import static java.util.stream.Collectors.joining;

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
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.googlecode.pngtastic.core.processing.zopfli.Options;
import com.googlecode.pngtastic.core.processing.zopfli.Options.BlockSplitting;
import com.googlecode.pngtastic.core.processing.zopfli.Options.OutputFormat;
import com.googlecode.pngtastic.core.processing.zopfli.Zopfli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;

/**
 * Makes the resources out of the scripts that {@code Cut} left: each as short as it gets, with its gzipped twin, and {@code
 * snippet.json}, which says what they are. Stops the build when the gzipped script that every page loads outgrows its budget,
 * when one makes code out of text, which a strict content security policy forbids, or when one needs what was left out.
 *
 * <p>Arguments: the folder of the scripts, the folder of the resources, the version, the budget in bytes, how many moves to
 * try in search of the order in which the first script zips best, and the folder of what is handed on as it is written.
 */
final class Shorten {
  private static final int WINDOW = 1 << 16;
  private static final int ROUNDS = 15;
  private static final String CORE = "array.js";
  private static final Pattern CODE_FROM_TEXT = Pattern.compile("\\b(eval|Function)\\s*\\(");

  private Shorten() {}

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    int most = Integer.parseInt(arguments[3]);
    int moves = Integer.parseInt(arguments[4]);
    String banner = "/*! Hedgerow " + arguments[2] + " | Apache-2.0 */\n";
    List<String> about = Files.readAllLines(from.resolve("about.txt"));
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : about.get(1).split(" ")) {
      String script = shortened(Files.readString(from.resolve(name)));
      files.put(
          name,
          banner + "'use strict';" + (name.equals(CORE) ? Tight.ordered(script, moves) : script)
              + "\n");
    }
    files.put("module.js", banner + module(files.get(CORE).substring(banner.length())));
    String stub = compiled(Files.readString(Path.of(arguments[5], "page", "stub.js")));
    files.put("stub.js", stub.replaceFirst("^'use strict';", "") + "\n");
    for (String name : List.of("array.d.ts", "module.d.ts")) {
      files.put(name, Files.readString(Path.of(arguments[5], "types", name)));
    }
    Files.createDirectories(folder);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      refuse(file.getValue());
      byte[] zipped = zipped(file.getValue());
      sizes.put(file.getKey(), zipped.length);
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
      Files.write(folder.resolve(file.getKey() + ".gz"), zipped);
    }
    Files.writeString(folder.resolve("snippet.json"), described(about.get(0), files));
    System.out.println(table(files, sizes, most));
    System.out.println(shares(about.subList(2, about.size()), sizes.get(CORE)));
    if (sizes.get(CORE) > most) {
      throw new IllegalStateException("expected at most " + most + " bytes gzipped but found "
          + sizes.get(CORE) + " in " + CORE);
    }
  }

  /**
   * The script as a module: the instance is its default, and a name too. A module knows its own address by other means; and
   * where there is no page, as when a site is rendered on a server, it does nothing.
   */
  private static String module(String script) {
    String own = script.replace("document.currentScript.src", "import.meta.url");
    if (own.equals(script)) {
      throw new IllegalStateException("expected the script to ask for its own address");
    }
    return "if(typeof window!=='undefined'){" + own
        + "}const posthog=globalThis.posthog;export{posthog,posthog as default};\n";
  }

  private static String shortened(String script) throws IOException {
    String hoisted = Tight.hoisted(compiled(script));
    return Tight.renamed(Tight.fused(compiled(hoisted)));
  }

  /**
   * The same script in fewer bytes. Property names stay as they are: methods that the page's objects call are looked up by
   * their names.
   */
  private static String compiled(String script) throws IOException {
    CompilerOptions options = options();
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setWrappedOutputOptimizations(options);
    var compiler = new com.google.javascript.jscomp.Compiler(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    compiler.disableThreads();
    Result result = compiler.compile(
        CommandLineRunner.getBuiltinExterns(Environment.BROWSER),
        List.of(SourceFile.fromCode("script.js", script)),
        options);
    if (!result.success) {
      throw new IllegalStateException("cannot shorten the script: " + result.errors);
    }
    return compiler.toSource();
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

  /** What the compiler leaves to be done so that a script zips well. */
  private static final class Tight {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$";

    /** How many letters the names of all functions leave to the variables inside, so that those are the same everywhere. */
    private static final int FOR_LOCALS = 12;

    private Tight() {}

    private static Node parsed(String script) {
      var compiler = new com.google.javascript.jscomp.Compiler();
      compiler.initOptions(options());
      return new JsAst(SourceFile.fromCode("script.js", script)).getAstRoot(compiler);
    }

    private static String print(Node node) {
      return new CodePrinter.Builder(node).setCompilerOptions(options()).build();
    }

    private static List<Node> list(Node parent) {
      List<Node> all = new ArrayList<>();
      parent.children().forEach(all::add);
      return all;
    }

    private interface Change {
      void apply(Node node);
    }

    /** The innermost first. */
    private static void visit(Node node, Change change) {
      for (Node child : list(node)) {
        if (child.getParent() == node) {
          visit(child, change);
        }
      }
      change.apply(node);
    }

    // Variables become parameters that nobody gives: no word is needed to declare those.

    static String hoisted(String script) {
      Node root = parsed(script);
      visit(root, node -> {
        if (node.isArrowFunction()
            && takesWhatItNames(node)
            && node.getLastChild().isBlock()) {
          hoist(node);
        }
      });
      return print(root);
    }

    /** Whether a function is one of the program's own, which are called with what they name and no more. */
    private static boolean takesWhatItNames(Node function) {
      Node parent = function.getParent();
      if (parent.isName()) {
        return parent.getParent().isLet()
            && parent.getGrandparent().isBlock()
            && parent.getGrandparent().getParent().isFunction();
      }
      return parent.isCall() && parent.getParent().isAssign();
    }

    private static void hoist(Node function) {
      List<Node> declarations = new ArrayList<>();
      find(function.getLastChild(), false, declarations);
      Set<String> taken = new LinkedHashSet<>();
      for (Node parameter : function.getSecondChild().children()) {
        if (!parameter.isName()) {
          return;
        }
        taken.add(parameter.getString());
      }
      for (Node declaration : declarations) {
        for (Node name : declaration.children()) {
          if (!taken.add(name.getString()) && !declaration.isVar()) {
            return;
          }
        }
      }
      Set<String> given = new LinkedHashSet<>();
      function.getSecondChild().children().forEach(name -> given.add(name.getString()));
      for (Node declaration : declarations) {
        Node before = declaration;
        for (Node name : list(declaration)) {
          if (given.add(name.getString())) {
            function.getSecondChild().addChildToBack(IR.name(name.getString()).srcref(name));
          }
          if (name.hasChildren()) {
            Node value = name.getFirstChild().detach();
            Node set = IR.exprResult(IR.assign(IR.name(name.getString()), value));
            set.srcrefTreeIfMissing(name);
            set.insertAfter(before);
            before = set;
          }
        }
        declaration.detach();
      }
    }

    /** The declarations of a function's own; one that says anew in each round of a loop that there is nothing yet, stays. */
    private static void find(Node node, boolean inLoop, List<Node> found) {
      for (Node child : list(node)) {
        if (child.isFunction()) {
          continue;
        }
        if (child.isLet() || child.isVar() || child.isConst()) {
          boolean statement = child.getParent().isBlock() || child.getParent().isLabel();
          boolean empty = list(child).stream().anyMatch(name -> !name.hasChildren());
          if (statement && child.getParent().isBlock() && !(inLoop && (empty || child.isLet()))) {
            found.add(child);
          }
        }
        find(
            child,
            inLoop || child.isVanillaFor() || child.isWhile() || child.isDo() || child.isForIn(),
            found);
      }
    }

    // What is said in several statements is said in one.

    static String fused(String script) {
      Node root = parsed(script);
      visit(root, node -> {
        if (node.isBlock()) {
          fuse(node);
        }
        if (node.isIf()) {
          join(node);
        }
        if (node.isArrowFunction()) {
          answer(node);
        }
        if (node.isVanillaFor()) {
          step(node);
        }
        if (node.isHook()) {
          sayTruth(node);
        }
      });
      return print(root);
    }

    private static void fuse(Node block) {
      for (Node line : list(block)) {
        Node before = line.getPrevious();
        if (before != null && before.isExprResult()) {
          Node at = line.isExprResult() || line.isIf() || (line.isReturn() && line.hasChildren())
              ? line.getFirstChild()
              : null;
          if (at != null) {
            before.detach();
            Node whole = IR.comma(before.getFirstChild().detach(), at.detach());
            line.addChildToFront(whole.srcrefTreeIfMissing(line));
          }
        }
        if (line.isIf() && line.getParent() != null) {
          join(line);
        }
      }
      boolean chosen = false;
      for (Node line : list(block)) {
        Node next = line.getNext();
        if (line.isIf() && next != null && choose(line, next)) {
          chosen = true;
        }
      }
      if (chosen) {
        fuse(block);
        return;
      }
      // A condition that became an expression meets its neighbours.
      List<Node> lines = list(block);
      for (int i = 1; i < lines.size(); i++) {
        if (lines.get(i - 1).isExprResult()
            && (lines.get(i).isExprResult()
                || (lines.get(i).isReturn() && lines.get(i).hasChildren()))) {
          fuse(block);
          return;
        }
      }
    }

    /** What a loop without a step does last is its step, if nothing in it goes on to the next round before. */
    private static void step(Node loop) {
      Node body = loop.getLastChild();
      Node last = only(body);
      Node update = body.getPrevious();
      if (!update.isEmpty()
          || last == null
          || !last.isExprResult()
          || !last.getFirstChild().isComma()) {
        return;
      }
      Node all = last.getFirstChild();
      Node step = all.getLastChild();
      if (step.isInc() || step.isDec()) {
        step.detach();
        Node rest = all.getFirstChild().detach();
        all.replaceWith(rest);
        update.replaceWith(step);
      }
    }

    /** Java's truth as a number is never reckoned with. */
    private static void sayTruth(Node hook) {
      Node yes = hook.getSecondChild();
      Node no = hook.getLastChild();
      if (yes.isNumber() && no.isNumber() && yes.getDouble() + no.getDouble() == 1) {
        Node condition = hook.getFirstChild().detach();
        hook.replaceWith(yes.getDouble() == 1 ? condition : IR.not(condition).srcref(condition));
      }
    }

    /** A function that does nothing but answer is its answer. */
    private static void answer(Node function) {
      Node only = only(function.getLastChild());
      if (only != null && only.isReturn() && only.hasChildren()) {
        function.getLastChild().replaceWith(only.getFirstChild().detach());
      }
    }

    /** One of two answers is one answer. */
    private static boolean choose(Node decision, Node otherwise) {
      Node yes = only(decision.getSecondChild());
      if (decision.hasXChildren(3)
          || yes == null
          || !yes.isReturn()
          || !yes.hasChildren()
          || !otherwise.isReturn()
          || !otherwise.hasChildren()) {
        return false;
      }
      Node condition = decision.getFirstChild().detach();
      Node value = yes.getFirstChild().detach();
      Node other = otherwise.getFirstChild().detach();
      Node whole;
      if (condition.isComma()) {
        Node last = condition.getLastChild().detach();
        condition.addChildToBack(hook(last, value, other));
        whole = condition;
      } else {
        whole = hook(condition, value, other);
      }
      otherwise.addChildToFront(whole.srcrefTreeIfMissing(decision));
      decision.detach();
      return true;
    }

    private static Node hook(Node condition, Node yes, Node no) {
      return condition.isNot()
          ? IR.hook(condition.getFirstChild().detach(), no, yes)
          : IR.hook(condition, yes, no);
    }

    private static Node only(Node block) {
      return block != null && block.isBlock() && block.hasOneChild() ? block.getFirstChild() : null;
    }

    /** A condition that only decides between expressions is one. */
    private static void join(Node decision) {
      Node yes = only(decision.getSecondChild());
      Node no = decision.hasXChildren(3) ? only(decision.getLastChild()) : null;
      if (yes == null || !yes.isExprResult() || (decision.hasXChildren(3) && no == null)) {
        return;
      }
      if (no != null && !no.isExprResult()) {
        return;
      }
      Node condition = decision.getFirstChild().detach();
      Node value = yes.getFirstChild().detach();
      Node whole;
      if (no != null) {
        whole = IR.hook(condition, value, no.getFirstChild().detach());
      } else if (condition.isNot()) {
        whole = IR.or(condition.getFirstChild().detach(), value);
      } else if (condition.isComma()) {
        Node last = condition.getLastChild();
        Node and = last.isNot()
            ? IR.or(last.detach().getFirstChild().detach(), value)
            : IR.and(last.detach(), value);
        condition.addChildToBack(and);
        whole = condition;
      } else {
        whole = IR.and(condition, value);
      }
      Node line = IR.exprResult(whole);
      line.srcrefTreeIfMissing(decision);
      decision.replaceWith(line);
    }

    // The names that are used most get the letters that the script is full of anyway.

    static String renamed(String script) {
      Node root = parsed(script);
      List<Scope> scopes = new ArrayList<>();
      Scope outside = new Scope(root, null);
      read(root, outside, scopes);
      resolve(root, outside, scopes);
      String letters = letters(root, scopes);
      for (Scope scope : scopes) {
        scope.rename(letters);
      }
      return print(root);
    }

    // What is alike is put together, where the next of its kind is still in the window of the
    // compression.

    static String ordered(String script, int moves) {
      Node root = parsed(script);
      Node block =
          root.getFirstChild().isExprResult() && root.getFirstFirstChild().isCall()
              ? root.getFirstFirstChild().getFirstChild().getLastChild()
              : null;
      Node first = block == null ? null : block.getFirstChild();
      while (first != null && !first.isLet()) {
        first = first.getNext();
      }
      if (first == null || !first.hasMoreThanOneChild()) {
        return script;
      }
      List<String> units = new ArrayList<>();
      for (Node unit : list(first)) {
        if (unit.hasChildren() && unit.getFirstChild().isCall()) {
          return script;
        }
        units.add(print(unit));
      }
      first.replaceWith(IR.exprResult(IR.name("HERE")).srcrefTree(first));
      String[] around = print(root).split("HERE;");
      return around[0] + "let " + String.join(",", sorted(units, around, moves)) + ";" + around[1];
    }

    /** Moves one after the other to where the whole zips better, many times; always the same way. */
    private static List<String> sorted(List<String> units, String[] around, int moves) {
      Random chance = new Random(1);
      List<String> best = units;
      int least = zipped(best, around);
      for (int round = 0; round < moves; round++) {
        List<String> next = new ArrayList<>(best);
        int from = chance.nextInt(next.size());
        int size = Math.min(next.size() - from, chance.nextInt(3) > 0 ? 1 : 1 + chance.nextInt(4));
        List<String> moved = new ArrayList<>(next.subList(from, from + size));
        next.subList(from, from + size).clear();
        next.addAll(chance.nextInt(next.size() + 1), moved);
        int now = zipped(next, around);
        if (now <= least) {
          least = now;
          best = next;
        }
      }
      return best;
    }

    private static int zipped(List<String> units, String[] around) {
      Deflater zip = new Deflater(Deflater.BEST_COMPRESSION, true);
      zip.setInput((around[0] + "let " + String.join(",", units) + ";" + around[1])
          .getBytes(StandardCharsets.UTF_8));
      zip.finish();
      byte[] room = new byte[1 << 16];
      int size = zip.deflate(room);
      zip.end();
      return size;
    }

    /** The letters, those first that the script has most of where it does not name variables. */
    private static String letters(Node root, List<Scope> scopes) {
      Map<Node, String> names = new LinkedHashMap<>();
      for (Scope scope : scopes) {
        for (List<Node> uses : scope.uses.values()) {
          for (Node use : uses) {
            names.put(use, use.getString());
            use.setString("\u00e9");
          }
        }
      }
      String rest = print(root);
      names.forEach(Node::setString);
      return LETTERS
          .chars()
          .boxed()
          .sorted(Comparator.comparing(
              letter -> -rest.chars().filter(one -> one == letter).count()))
          .map(Character::toString)
          .collect(joining());
    }

    /** A function and what it declares; a block of its own for a name is none, as the compiler gave every name once. */
    private static final class Scope {
      final Node function;
      final Scope outer;
      final Map<String, List<Node>> uses = new LinkedHashMap<>();
      final Map<String, String> names = new LinkedHashMap<>();
      /** What is named in here, or further inside, and declared further out. */
      final Set<String> strangers = new LinkedHashSet<>();

      final Map<String, Scope> homes = new LinkedHashMap<>();

      Scope(Node function, Scope outer) {
        this.function = function;
        this.outer = outer;
      }

      void rename(String letters) {
        Set<String> taken = new LinkedHashSet<>();
        for (String stranger : strangers) {
          Scope home = homes.get(stranger);
          taken.add(home == null ? stranger : home.names.get(stranger));
        }
        List<String> own = new ArrayList<>(uses.keySet());
        int n = 0;
        if (own.size() > LETTERS.length()) {
          own.sort(Comparator.comparing(name -> -uses.get(name).size()));
          n = FOR_LOCALS;
        }
        for (String name : own) {
          String next = name(letters, n++);
          while (taken.contains(next) || KEYWORDS.contains(next)) {
            next = name(letters, n++);
          }
          names.put(name, next);
          for (Node use : uses.get(name)) {
            use.setString(next);
          }
        }
      }

      private static final Set<String> KEYWORDS = Set.of("do", "if", "in", "is", "as", "of");

      private static String name(String letters, int n) {
        int size = letters.length();
        return n < size
            ? letters.substring(n, n + 1)
            : name(letters, n / size - 1) + letters.charAt(n % size);
      }
    }

    private static void read(Node node, Scope scope, List<Scope> scopes) {
      if (node.isFunction()) {
        Scope inner = new Scope(node, scope);
        String name = node.getFirstChild().getString();
        if (!name.isEmpty()) {
          (isDeclaration(node) ? scope : inner).uses.put(name, new ArrayList<>());
        }
        for (Node parameter : node.getSecondChild().children()) {
          inner.uses.put(parameter.getString(), new ArrayList<>());
        }
        scopes.add(inner);
        read(node.getLastChild(), inner, scopes);
        return;
      }
      if (node.isLet() || node.isVar() || node.isConst() || node.isCatch()) {
        for (Node name : node.children()) {
          if (name.isName()) {
            scope.uses.putIfAbsent(name.getString(), new ArrayList<>());
          }
        }
      }
      node.children().forEach(child -> read(child, scope, scopes));
    }

    private static boolean isDeclaration(Node function) {
      return function.getParent().isBlock() || function.getParent().isScript();
    }

    private static void resolve(Node node, Scope scope, List<Scope> scopes) {
      if (node.isFunction()) {
        Scope inner =
            scopes.stream().filter(one -> one.function == node).findFirst().orElseThrow();
        Node name = node.getFirstChild();
        if (!name.getString().isEmpty()) {
          use(name, isDeclaration(node) ? scope : inner);
        }
        resolve(node.getSecondChild(), inner, scopes);
        resolve(node.getLastChild(), inner, scopes);
        return;
      }
      if (node.isName() && !node.getString().isEmpty()) {
        use(node, scope);
      }
      node.children().forEach(child -> resolve(child, scope, scopes));
    }

    private static void use(Node name, Scope from) {
      String called = name.getString();
      Scope home = from;
      while (home != null && !home.uses.containsKey(called)) {
        home = home.outer;
      }
      for (Scope scope = from; scope != home && scope != null; scope = scope.outer) {
        scope.strangers.add(called);
        if (home != null) {
          scope.homes.put(called, home);
        }
      }
      if (home != null && home.outer != null) {
        home.uses.get(called).add(name);
      }
    }
  }

  private static void refuse(String script) {
    if (script.contains("teavm_meta") || script.contains("javaException")) {
      throw new IllegalStateException(
          "expected no use of Java's class data and exceptions, which are left out, but found one");
    }
    if (CODE_FROM_TEXT.matcher(script).find()) {
      throw new IllegalStateException("expected no code made from text but found eval or Function");
    }
  }

  private static String table(Map<String, String> files, Map<String, Integer> sizes, int most) {
    return CORE + ": " + sizes.get(CORE) + " bytes gzipped of at most " + most + "\n"
        + files.entrySet().stream()
            .map(file -> String.format(
                "  %-16s %6d gzipped %6d raw%n",
                file.getKey(),
                sizes.get(file.getKey()),
                file.getValue().getBytes(StandardCharsets.UTF_8).length))
            .collect(joining());
  }

  /** What each room adds to the script every page loads: its part of the bytes, each room zipped by itself. */
  private static String shares(List<String> rooms, int zipped) {
    int all =
        rooms.stream().mapToInt(line -> Integer.parseInt(line.split(" ")[1])).sum();
    return "array.js by room, gzipped:\n"
        + rooms.stream()
            .map(line -> line.split(" "))
            .map(room -> String.format(
                "  %-16s %6d %3d %%%n",
                room[0],
                Integer.parseInt(room[1]) * zipped / all,
                Integer.parseInt(room[1]) * 100 / all))
            .collect(joining());
  }

  /** What the files are: the build they belong to, the parts, and a hash of each for {@code integrity}. */
  private static String described(String build, Map<String, String> files) {
    return "{\"build\":\"" + build + "\",\"parts\":["
        + files.keySet().stream()
            .filter(name -> !name.matches("(array|array\\.full|module|stub)\\.js|.*\\.d\\.ts"))
            .map(name -> "\"" + name.replace(".js", "") + "\"")
            .collect(joining(","))
        + "],\"integrity\":{"
        + files.entrySet().stream()
            .map(file -> "\"" + file.getKey() + "\":\"sha384-" + hash(file.getValue()) + "\"")
            .collect(joining(","))
        + "}}\n";
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-384").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every Java to know SHA-384", e);
    }
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    new Zopfli(WINDOW)
        .compress(
            new Options(OutputFormat.GZIP, BlockSplitting.FIRST, ROUNDS),
            text.getBytes(StandardCharsets.UTF_8),
            zipped);
    return zipped.toByteArray();
  }
}
