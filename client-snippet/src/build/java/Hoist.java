import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Declares the variables of each function at its top, or makes them parameters that nobody gives: no word declares those. */
final class Hoist {
  private Hoist() {}

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
}
