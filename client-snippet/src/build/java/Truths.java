import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.List;

/** Makes an expression of a truth that is found by leaving blocks. */
final class Truths {
  private Truths() {}

  /** Does so in a block; says how often that was possible. */
  static int said(Node block) {
    int count = 0;
    for (Node child : Ast.list(block)) {
      if (child.isFunction()) {
        continue;
      }
      count += said(child);
      if (child.isLabel() && truth(child)) {
        count++;
      }
    }
    return count;
  }

  private static boolean truth(Node label) {
    Node outer = label.getLastChild();
    if (!outer.isBlock() || !outer.hasXChildren(2) || !outer.getFirstChild().isLabel()) {
      return false;
    }
    Node inner = outer.getFirstChild();
    Node otherwise = Plain.given(outer.getLastChild());
    Node block = inner.getLastChild();
    if (otherwise == null || !block.isBlock() || block.getChildCount() < 3) {
      return false;
    }
    Node leave = block.getLastChild();
    Node yes = Plain.given(leave.getPrevious());
    String out = label.getFirstChild().getString();
    String away = inner.getFirstChild().getString();
    if (!isBreak(leave, out)
        || yes == null
        || !yes.getFirstChild().isEquivalentTo(otherwise.getFirstChild())
        || !yes.getLastChild().isNumber()
        || !otherwise.getLastChild().isNumber()
        || yes.getLastChild().getDouble() + otherwise.getLastChild().getDouble() != 1) {
      return false;
    }
    List<Node> lines = Ast.list(block);
    Node whole = passes(lines.subList(0, lines.size() - 2), away);
    if (whole == null) {
      return false;
    }
    Node value = yes.getLastChild().getDouble() == 1 ? whole : IR.not(whole);
    Node line = IR.exprResult(IR.assign(yes.getFirstChild().cloneTree(), value));
    label.replaceWith(line.srcrefTreeIfMissing(label));
    return true;
  }

  /** When all these statements are run to the end; null if that is more than an expression. */
  private static Node passes(List<Node> lines, String away) {
    Node all = null;
    List<Node> first = new ArrayList<>();
    for (Node line : lines) {
      Node one;
      if (line.isExprResult()) {
        first.add(line.getFirstChild().cloneTree());
        continue;
      } else if (line.isIf() && line.hasXChildren(2)) {
        List<Node> inside = Ast.list(line.getLastChild());
        Node not = negated(line.getFirstChild().cloneTree());
        if (inside.size() == 1 && isBreak(inside.get(0), away)) {
          one = not;
        } else {
          Node rest = passes(inside, away);
          if (rest == null) {
            return null;
          }
          one = IR.or(not, rest);
        }
      } else {
        return null;
      }
      for (int i = first.size() - 1; i >= 0; i--) {
        one = IR.comma(first.get(i), one);
      }
      first.clear();
      all = all == null ? one : IR.and(all, one);
    }
    return first.isEmpty() ? all : null;
  }

  static Node negated(Node condition) {
    return condition.isNot() ? condition.getFirstChild().detach() : IR.not(condition);
  }

  private static boolean isBreak(Node line, String label) {
    return line.isBreak()
        && line.hasChildren()
        && line.getFirstChild().getString().equals(label);
  }
}
