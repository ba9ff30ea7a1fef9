import com.google.javascript.jscomp.CodePrinter;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.JsAst;
import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Scripts as trees, and back. */
final class Ast {
  private Ast() {}

  static CompilerOptions options() {
    CompilerOptions options = new CompilerOptions();
    options.setLanguageIn(LanguageMode.ECMASCRIPT_NEXT);
    options.setLanguageOut(LanguageMode.ECMASCRIPT_2020);
    options.setTrustedStrings(true);
    options.setLineLengthThreshold(Integer.MAX_VALUE);
    return options;
  }

  static Node of(String script) {
    var compiler = new com.google.javascript.jscomp.Compiler();
    compiler.initOptions(options());
    return new JsAst(SourceFile.fromCode("script.js", script)).getAstRoot(compiler);
  }

  static String text(Node node) {
    return new CodePrinter.Builder(node).setCompilerOptions(options()).build();
  }

  /** What is directly inside, in a list of its own, so that the tree may be changed. */
  static List<Node> list(Node parent) {
    List<Node> all = new ArrayList<>();
    parent.children().forEach(all::add);
    return all;
  }

  /** The innermost first, so that what is replaced has been seen to. */
  static void visit(Node node, Consumer<Node> change) {
    for (Node child : list(node)) {
      if (child.getParent() == node) {
        visit(child, change);
      }
    }
    change.accept(node);
  }

  /** Whether something is so of a node or anything in it. */
  static boolean any(Node node, Predicate<Node> is) {
    if (is.test(node)) {
      return true;
    }
    for (Node child : node.children()) {
      if (any(child, is)) {
        return true;
      }
    }
    return false;
  }

  /** Where a variable is named. */
  static List<Node> uses(Node node, String name) {
    List<Node> found = new ArrayList<>();
    find(node, name, found);
    return found;
  }

  private static void find(Node node, String name, List<Node> found) {
    if (node.matchesName(name)) {
      found.add(node);
    }
    node.children().forEach(child -> find(child, name, found));
  }

  /** Whether a use gives a variable, or a property, a value of its own. */
  static boolean isSet(Node use) {
    return use.getParent().isAssign() && use.getParent().getFirstChild() == use;
  }

  /** Whether a use changes a variable in any way. */
  static boolean isChanged(Node use) {
    Node parent = use.getParent();
    return parent.isInc()
        || parent.isDec()
        || ((parent.isForOf() || parent.isForIn() || NodeUtil.isAssignmentOp(parent))
            && parent.getFirstChild() == use);
  }

  static boolean names(Node node, String name) {
    return any(node, one -> one.matchesName(name));
  }

  static boolean isRunAtOnce(Node statement) {
    return statement.isExprResult()
        && statement.getFirstChild().isCall()
        && statement.getFirstFirstChild().isFunction();
  }
}
