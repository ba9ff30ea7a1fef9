import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.Environment;
import com.google.javascript.jscomp.Result;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.VariableRenamingPolicy;
import com.google.javascript.jscomp.WarningLevel;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes a script as short as it gets, but for the names of its variables, which {@link Pack} gives. */
final class Shorten {
  private static final List<SourceFile> EXTERNS = externs();

  private Shorten() {}

  private static List<SourceFile> externs() {
    try {
      return CommandLineRunner.getBuiltinExterns(Environment.BROWSER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same script, shorter. */
  static String shortened(String script) {
    String shared = compiled(stage(script), VariableRenamingPolicy.OFF, true);
    return fused(compiled(Tidy.tidied(hoisted(shared, true)), VariableRenamingPolicy.OFF, true));
  }

  static String stage(String script) {
    return Tidy.plain(hoisted(compiled(script, VariableRenamingPolicy.OFF, false), false));
  }

  /** A script of its own, shorter, with short names. */
  static String plain(String script) {
    return compiled(script, VariableRenamingPolicy.LOCAL, true);
  }

  /**
   * The same script in fewer bytes. Property names stay as they are: methods that the page's objects call are looked up by
   * their names.
   */
  private static String compiled(String script, VariableRenamingPolicy names, boolean share) {
    CompilerOptions options = Ast.options();
    WarningLevel.QUIET.setOptionsForWarningLevel(options);
    options.setEmitUseStrict(false);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setWrappedOutputOptimizations(options);
    options.setVariableRenaming(names);
    options.setCoalesceVariableNames(share);
    var compiler = new com.google.javascript.jscomp.Compiler(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    compiler.disableThreads();
    Result result =
        compiler.compile(EXTERNS, List.of(SourceFile.fromCode("script.js", script)), options);
    if (!result.success) {
      throw new IllegalStateException("cannot shorten the script: " + result.errors);
    }
    return compiler.toSource();
  }

  // Variables become parameters that nobody gives: no word is needed to declare those.

  static String hoisted(String script, boolean asParameters) {
    Node root = Ast.of(script);
    Ast.visit(root, node -> {
      if (node.isArrowFunction()
          && takesWhatItNames(node)
          && node.getLastChild().isBlock()) {
        hoist(node, asParameters);
      }
    });
    return Ast.text(root);
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

  private static void hoist(Node function, boolean asParameters) {
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
          String other = name.getString();
          do {
            other += "$";
          } while (!taken.add(other) || Ast.names(function, other));
          rename(declaration.getParent(), name.getString(), other);
        }
      }
    }
    Set<String> given = new LinkedHashSet<>();
    function.getSecondChild().children().forEach(name -> given.add(name.getString()));
    for (Node declaration : declarations) {
      Node before = declaration;
      for (Node name : Ast.list(declaration)) {
        if (given.add(name.getString())) {
          Node own = IR.name(name.getString()).srcref(name);
          if (asParameters) {
            function.getSecondChild().addChildToBack(own);
          } else {
            function
                .getLastChild()
                .addChildToFront(IR.declaration(own, Token.LET).srcref(name));
          }
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

  private static void rename(Node node, String name, String other) {
    if (node.matchesName(name)) {
      node.setString(other);
    }
    node.children().forEach(child -> rename(child, name, other));
  }

  private static boolean isCaptured(Node declaration) {
    return Ast.list(declaration).stream()
        .anyMatch(name -> Ast.any(
            declaration.getParent(),
            node -> node.isFunction() && Ast.names(node, name.getString())));
  }

  /** The declarations of a function's own; one that says anew in each round of a loop that there is nothing yet, stays. */
  private static void find(Node node, boolean inLoop, List<Node> found) {
    for (Node child : Ast.list(node)) {
      if (child.isFunction()) {
        continue;
      }
      if (child.isLet() || child.isVar() || child.isConst()) {
        boolean statement = child.getParent().isBlock() || child.getParent().isLabel();
        boolean empty = Ast.list(child).stream().anyMatch(name -> !name.hasChildren());
        if (statement && child.getParent().isBlock() && !(inLoop && (empty || isCaptured(child)))) {
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
    Node root = Ast.of(script);
    Ast.visit(root, node -> {
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
      search(node);
      count(node);
      if (node.isFunction() && !node.isArrowFunction()) {
        arrow(node);
      }
      if (node.isCatch()) {
        forget(node);
      }
      if (node.isArrowFunction()) {
        pass(node);
      }
      if (node.getToken() == Token.SHEQ
          && node.getFirstChild().isStringLit()
          && node.getLastChild().isTypeOf()) {
        node.setToken(Token.EQ);
      }
    });
    return Ast.text(root);
  }

  private static void fuse(Node block) {
    for (Node line : Ast.list(block)) {
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
    for (Node line : Ast.list(block)) {
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
    List<Node> lines = Ast.list(block);
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

  /** Where a text or a list has something is asked only to know whether it does. */
  private static void search(Node node) {
    if (!node.hasXChildren(2)
        || !node.getFirstChild().isNumber()
        || node.getFirstChild().getDouble() != 0) {
      return;
    }
    Node call = node.getLastChild();
    if (!call.isCall()
        || !call.hasXChildren(2)
        || !call.getFirstChild().isGetProp()
        || !call.getFirstChild().getString().equals("indexOf")) {
      return;
    }
    Token how = node.getToken();
    boolean start = how == Token.SHEQ || how == Token.SHNE;
    if (start || how == Token.LE || how == Token.GT) {
      call.getFirstChild().setString(start ? "startsWith" : "includes");
      boolean not = how == Token.SHNE || how == Token.GT;
      call.detach();
      node.replaceWith(not ? IR.not(call).srcref(call) : call);
    }
  }

  /** Numbers here are small and whole, and a length is asked only to know whether there is any. */
  private static void count(Node node) {
    Node parent = node.getParent();
    if (node.getToken() == Token.BITOR
        && node.getLastChild().isNumber()
        && node.getLastChild().getDouble() == 0
        && (node.getFirstChild().isAdd()
            || node.getFirstChild().isSub()
            || node.getFirstChild().isNeg())) {
      node.replaceWith(node.getFirstChild().detach());
    } else if (node.getToken() == Token.LT
        && node.getFirstChild().isNumber()
        && node.getFirstChild().getDouble() == 0
        && node.getLastChild().isGetProp()
        && node.getLastChild().getString().equals("length")
        && (parent.isAnd() || parent.isIf() || parent.isHook())
        && parent.getFirstChild() == node) {
      node.replaceWith(node.getLastChild().detach());
    }
  }

  /** A function that needs neither its own object nor its own list of arguments is said shorter. */
  private static void arrow(Node function) {
    Node parent = function.getParent();
    boolean expression = !parent.isBlock() && !parent.isScript() && !parent.isExprResult();
    boolean own =
        Ast.any(function.getLastChild(), node -> node.isThis() || node.matchesName("arguments"));
    boolean run = parent.isCall() && parent.getFirstChild() == function;
    if (expression && !own && !run && function.getFirstChild().getString().isEmpty()) {
      function.setIsArrowFunction(true);
      answer(function);
    }
  }

  /** A method that hands on all it is given is the function it hands it to. */
  private static void pass(Node function) {
    Node body = function.getLastChild();
    Node only = only(body);
    Node call = only != null && only.isExprResult() ? only.getFirstChild() : body;
    List<Node> parameters = Ast.list(function.getSecondChild());
    boolean method = function.getParent().isCall()
        && function.getParent().getFirstChild().matchesName("$rt_callWithReceiver");
    if (!method
        || !call.isCall()
        || !call.getFirstChild().isName()
        || call.getChildCount() != parameters.size() + 1) {
      return;
    }
    Node given = call.getSecondChild();
    for (Node parameter : parameters) {
      if (!given.matchesName(parameter.getString())) {
        return;
      }
      given = given.getNext();
    }
    function.replaceWith(call.getFirstChild().detach());
  }

  /** What was thrown need not be named where nobody asks. */
  private static void forget(Node caught) {
    Node name = caught.getFirstChild();
    if (name.isName() && !Ast.names(caught.getLastChild(), name.getString())) {
      name.replaceWith(IR.empty());
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
}
