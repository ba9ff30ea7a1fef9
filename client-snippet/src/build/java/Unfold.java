import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;

/** Says in several statements what was said in one, so that each can be looked at by itself. */
final class Unfold {
  private Unfold() {}

  /** Makes a statement of each expression that is one. */
  static void all(Node node) {
    for (Node child : Ast.list(node)) {
      all(child);
    }
    if (node.isBlock()) {
      for (Node line : Ast.list(node)) {
        unfoldLine(line);
      }
    }
  }

  private static void unfoldLine(Node line) {
    if (line.isExprResult()) {
      Node said = line.getFirstChild();
      if (said.isComma()) {
        first(line, said);
        unfoldLine(line);
      } else if (said.isAnd() || said.isOr()) {
        Node condition = said.getFirstChild().detach();
        Node then = block(said.getFirstChild().detach());
        replace(line, IR.ifNode(said.isAnd() ? condition : Truths.negated(condition), then));
      } else if (said.isHook()) {
        Node condition = said.getFirstChild().detach();
        Node then = block(said.getFirstChild().detach());
        replace(line, IR.ifNode(condition, then, block(said.getFirstChild().detach())));
      }
    } else if ((line.isIf() || line.isReturn()) && line.hasChildren()) {
      Node said = line.getFirstChild();
      if (said.isComma()) {
        first(line, said);
        unfoldLine(line);
      }
    } else if (line.isVanillaFor() && line.getFirstChild().isComma()) {
      Node all = line.getFirstChild();
      Node last = all.getLastChild().detach();
      Node rest = all.getFirstChild().detach();
      all.replaceWith(last);
      Node before = IR.exprResult(rest).srcrefTreeIfMissing(line);
      before.insertBefore(line);
      unfoldLine(before);
    }
  }

  private static void first(Node line, Node comma) {
    Node before = IR.exprResult(comma.getFirstChild().detach()).srcrefTreeIfMissing(line);
    comma.replaceWith(comma.getFirstChild().detach());
    before.insertBefore(line);
    unfoldLine(before);
  }

  private static Node block(Node said) {
    Node line = IR.exprResult(said);
    Node block = IR.block(line);
    unfoldLine(line);
    return block;
  }

  private static void replace(Node line, Node decision) {
    decision.srcrefTreeIfMissing(line);
    line.replaceWith(decision);
    unfoldLine(decision);
  }
}
