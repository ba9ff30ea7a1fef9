import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Says a value where it is used instead of naming it first: the translator keeps every argument of a call of the browser in a
 * variable, which is read once, in the next statement. That is undone where nothing that happens between the two can tell.
 */
final class Tidy {
  /** Functions of ours, and methods of texts and lists, that change nothing anybody else sees. */
  private static final Pattern PURE = Pattern.compile(
      "dhsb_(Bag_(of|orEmpty|text|number|create|copy|isEmpty|keys)|Items_(of|text|listOf|with|bag|create|and|at|listed)"
          + "|Text_|Js_|Clock_|Page_(address|part|parameter|referrer|title|window|document|absolute|visible|screen|root)"
          + "|Json_text|Json_parse|Cookies_read|WebStorage_(read|local|session|none|works)|Node_|UserAgent_)\\w*.*"
          + "|dhs(e_Addresses|i_Uuid|i_Person_(distinctId|isIdentified|hasProfile)|i_Session_timeout)\\w*.*"
          + "|RegExp|otji_JSWrapper_unwrap|jl_Math_\\w+");

  private static final Set<String> PURE_METHODS = Set.of(
      "slice",
      "split",
      "trim",
      "replace",
      "indexOf",
      "toLowerCase",
      "test",
      "exec",
      "join",
      "concat",
      "toISOString",
      "toString",
      "padStart",
      "now",
      "keys",
      "min",
      "max",
      "abs",
      "floor",
      "ceil",
      "random");

  private Tidy() {}

  /** The same script, tidy and plain; its variables must be declared where each function begins. */
  static String plain(String script) {
    Node root = Ast.of(script);
    Unfold.all(root);
    while (Plain.made(root) + tidied(root) > 0) {
      // Once more, as one change makes room for another.
    }
    return Ast.text(root);
  }

  /** The same script, tidy. */
  static String tidied(String script) {
    Node root = Ast.of(script);
    while (tidied(root) > 0) {
      // Once more, as one change makes room for another.
    }
    return Ast.text(root);
  }

  private static int tidied(Node node) {
    int count = 0;
    for (Node child : Ast.list(node)) {
      count += tidied(child);
    }
    if (node.isBlock()) {
      for (Node line : Ast.list(node)) {
        Node next = line.getNext();
        if (line.getParent() == node && next != null && (fills(line, next) || fuses(line, next))) {
          count++;
        }
      }
    }
    return count;
  }

  /** An object that is made and filled at once is made full. */
  private static boolean fills(Node line, Node next) {
    if (!isGiven(line) || !isGiven(next) || !isObject(line.getFirstChild().getLastChild())) {
      return false;
    }
    Node to = next.getFirstFirstChild();
    Node value = next.getFirstChild().getLastChild();
    Node name = line.getFirstFirstChild();
    boolean named = to.isGetElem() ? to.getLastChild().isStringLit() : to.isGetProp();
    if (!name.isName()
        || !named
        || !to.getFirstChild().matchesName(name.getString())
        || Ast.names(value, name.getString())) {
      return false;
    }
    String key = to.isGetProp() ? to.getString() : to.getLastChild().getString();
    Node made = line.getFirstChild().getLastChild();
    if (made.isCall()) {
      Node empty = IR.objectlit().srcref(made);
      made.replaceWith(empty);
      made = empty;
    }
    for (Node known : made.children()) {
      if (known.getString().equals(key)) {
        return false;
      }
    }
    made.addChildToBack(IR.quotedStringKey(key, value.detach()).srcrefTreeIfMissing(next));
    next.detach();
    return true;
  }

  private static boolean isGiven(Node line) {
    return line.isExprResult() && line.getFirstChild().isAssign();
  }

  private static boolean isObject(Node value) {
    return value.isObjectLit()
        ? Ast.list(value).stream().allMatch(Node::isStringKey)
        : value.isCall()
            && value.getFirstChild().isName()
            && value.getFirstChild().getString().startsWith("dhsb_Bag_create");
  }

  /** Puts the value that a statement gives a variable where the next statement reads it, if that is the same. */
  private static boolean fuses(Node line, Node next) {
    if (!isGiven(line) || !line.getFirstFirstChild().isName()) {
      return false;
    }
    String name = line.getFirstFirstChild().getString();
    Node value = line.getFirstChild().getLastChild();
    Node said = said(next);
    if (said == null || !isOwn(line, name)) {
      return false;
    }
    List<Node> uses = Ast.uses(said, name);
    boolean overwrites = said.isAssign() && said.getFirstChild().matchesName(name);
    if (overwrites) {
      uses.remove(said.getFirstChild());
    }
    if (uses.size() != 1
        || Ast.isChanged(uses.get(0))
        || isInside(uses.get(0), said, Node::isFunction)) {
      return false;
    }
    Node use = uses.get(0);
    if (!isFirst(said, use, value) || !(overwrites || isDead(name, next, said))) {
      return false;
    }
    use.replaceWith(value.detach());
    line.detach();
    return true;
  }

  /** What a statement evaluates first; null if that may be nothing. */
  private static Node said(Node line) {
    if (line.isForOf()) {
      return line.getSecondChild();
    }
    return line.isExprResult() || line.isIf() || (line.isReturn() && line.hasChildren())
        ? line.getFirstChild()
        : null;
  }

  /** Whether a variable is one of the function's own that no function inside names. */
  private static boolean isOwn(Node line, String name) {
    Node function = line;
    while (function != null && !function.isFunction()) {
      function = function.getParent();
    }
    if (function == null || function.getParent().isCall()) {
      return false;
    }
    List<Node> all = Ast.uses(function, name);
    boolean declared = false;
    for (Node one : all) {
      Node parent = one.getParent();
      if (isInside(one, function, Node::isFunction)) {
        return false;
      }
      declared |= parent.isLet() || parent.isVar() || parent.isParamList();
    }
    return declared;
  }

  private static boolean isInside(Node node, Node top, Predicate<Node> kind) {
    for (Node at = node; at != null && at != top; at = at.getParent()) {
      if (at != node && kind.test(at)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing that is evaluated before the use could differ, or make the value differ. */
  private static boolean isFirst(Node said, Node use, Node value) {
    boolean pure = isPure(value);
    List<Node> before = new ArrayList<>();
    for (Node at = use; at != said; at = at.getParent()) {
      Node parent = at.getParent();
      // What is only evaluated in some cases, or again and again, is no place for the value.
      if ((parent.isHook() || parent.isAnd() || parent.isOr()) && at != parent.getFirstChild()) {
        return false;
      }
      if (parent.isFunction()) {
        return false;
      }
      for (Node sibling = parent.getFirstChild(); sibling != at; sibling = sibling.getNext()) {
        boolean target = parent.isAssign() && sibling == parent.getFirstChild();
        if (target) {
          if (!sibling.isName()) {
            before.addAll(Ast.list(sibling));
          }
        } else {
          before.add(sibling);
        }
      }
    }
    for (Node earlier : before) {
      if (!isSteady(earlier, value, pure)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSteady(Node node, Node value, boolean pure) {
    if (node.isName()) {
      return !assigns(value, node.getString());
    }
    if (node.isStringLit()
        || node.isNumber()
        || node.isNull()
        || node.isTrue()
        || node.isFalse()
        || node.isRegExp()) {
      return true;
    }
    if (!pure) {
      return false;
    }
    return isPure(node) && !Ast.any(value, Tidy::changes);
  }

  private static boolean assigns(Node value, String name) {
    List<Node> found = Ast.uses(value, name);
    return found.stream().anyMatch(Ast::isChanged);
  }

  private static boolean changes(Node node) {
    return node.isInc() || node.isDec() || NodeUtil.isAssignmentOp(node);
  }

  private static boolean isPure(Node node) {
    if (node.isFunction()) {
      return true;
    }
    if (changes(node) || node.isDelProp()) {
      return false;
    }
    if (node.isCall()) {
      Node callee = node.getFirstChild();
      boolean known = callee.isName()
          ? PURE.matcher(callee.getString()).matches()
          : callee.isGetProp() && PURE_METHODS.contains(callee.getString());
      if (!known) {
        return false;
      }
    }
    if (node.isNew() && !node.getFirstChild().matchesName("Date")) {
      return false;
    }
    for (Node child : node.children()) {
      if (!isPure(child)) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody reads a variable after a statement whose first expression was the last to do so. */
  private static boolean isDead(String name, Node line, Node said) {
    for (Node rest = said.getNext(); rest != null; rest = rest.getNext()) {
      if (reads(rest, name)) {
        return false;
      }
    }
    return isDeadAfter(name, line);
  }

  /** Whether nobody reads a variable after a statement what it was then. */
  static boolean isDeadAfter(String name, Node line) {
    boolean leaves = line.isIf() && jumps(line);
    Node at = line;
    while (true) {
      boolean overwritten = false;
      for (Node next = at.getNext(); next != null && !overwritten; next = next.getNext()) {
        if (at.getParent().isBlock() || at.getParent().isScript()) {
          if (overwrites(next, name)) {
            overwritten = true;
          } else if (reads(next, name)) {
            return false;
          } else if (next.isReturn()) {
            overwritten = true;
          } else {
            leaves |= jumps(next);
          }
        }
      }
      if (overwritten && !leaves) {
        return true;
      }
      Node parent = at.getParent();
      if (parent.isFunction() || parent.isScript()) {
        return true;
      }
      boolean loops = parent.isWhile()
          || parent.isVanillaFor()
          || parent.isDo()
          || parent.isForIn()
          || parent.isForOf();
      if (loops && !startsAnew(parent, name)) {
        return false;
      }
      if (parent.isTry() || parent.isCatch() || parent.isSwitch() || parent.isCase()) {
        return false;
      }
      leaves |= overwritten;
      at = parent;
    }
  }

  /** Whether each round of a loop writes a variable before it reads it. */
  private static boolean startsAnew(Node loop, String name) {
    for (Node part : loop.children()) {
      if (!part.isBlock() && reads(part, name)) {
        return false;
      }
    }
    if (!loop.isWhile() || !loop.getLastChild().isBlock()) {
      return false;
    }
    for (Node line : loop.getLastChild().children()) {
      if (overwrites(line, name)) {
        return true;
      }
      if (reads(line, name)) {
        return false;
      }
    }
    return true;
  }

  static boolean overwrites(Node line, String name) {
    return line.isExprResult()
        && line.getFirstChild().isAssign()
        && line.getFirstFirstChild().matchesName(name)
        && !reads(line.getFirstChild().getLastChild(), name);
  }

  private static boolean reads(Node node, String name) {
    List<Node> found = Ast.uses(node, name);
    return found.stream().anyMatch(use -> !Ast.isSet(use));
  }

  static boolean jumps(Node node) {
    if (node.isBreak() || node.isContinue() || node.isReturn()) {
      return true;
    }
    for (Node child : node.children()) {
      if (!child.isFunction() && jumps(child)) {
        return true;
      }
    }
    return false;
  }
}
