import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.List;

/** Says in one statement what is said in several, and each in the fewest letters. */
final class Fuse {
  private Fuse() {}

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
