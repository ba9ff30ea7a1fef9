import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says plainly what the translator had to say in a roundabout way: a variable that is another one's copy is that other one, and a
 * walk through a list needs no number.
 *
 * <p>Expects the variables of each function to be declared at its top, without values.
 */
final class Plain {
  private int fresh;

  private Plain() {}

  /** Makes the program below a node plainer; says how often that was possible. */
  static int made(Node root) {
    Plain plain = new Plain();
    List<Node> functions = new ArrayList<>();
    Ast.visit(root, node -> {
      if (node.isFunction() && node.getLastChild().isBlock()) {
        functions.add(node);
      }
    });
    int count = 0;
    for (Node function : functions) {
      count += Truths.said(function.getLastChild());
      count += plain.lists(function);
      plain.split(function);
      count += plain.copies(function);
    }
    return count;
  }

  // What a variable stands for at one time has a name of its own.

  private void split(Node function) {
    for (String name : own(function)) {
      List<Node> all = Ast.uses(function, name);
      if (all.stream().filter(Ast::isSet).count() < 2) {
        continue;
      }
      for (Node use : all) {
        Node line = use.getGrandparent();
        if (Ast.isSet(use) && line.isExprResult() && line.getParent().isBlock()) {
          splitAt(function, line, name);
        }
      }
    }
  }

  private void splitAt(Node function, Node line, String name) {
    List<Node> region = new ArrayList<>();
    Node end = line;
    for (Node next = line.getNext(); next != null; next = next.getNext()) {
      if (isGivenAnew(next, name)) {
        break;
      }
      region.add(next);
      end = next;
    }
    Node stop = end.getNext();
    List<Node> reads = new ArrayList<>();
    for (Node part : region) {
      for (Node use : Ast.uses(part, name)) {
        if (Ast.isChanged(use)) {
          return;
        }
        reads.add(use);
      }
    }
    if (stop != null) {
      reads.addAll(Ast.uses(stop.getFirstChild().getLastChild(), name));
    }
    boolean leaves = region.stream().anyMatch(Tidy::jumps);
    if (reads.isEmpty() || leaves || (stop == null && !Tidy.isDeadAfter(name, end))) {
      return;
    }
    String other = declare(function, name);
    line.getFirstFirstChild().setString(other);
    reads.forEach(read -> read.setString(other));
  }

  private static boolean isGivenAnew(Node line, String name) {
    return line.isExprResult()
        && line.getFirstChild().isAssign()
        && line.getFirstFirstChild().matchesName(name)
        && Ast.uses(line.getFirstChild().getLastChild(), name).stream().noneMatch(Ast::isChanged);
  }

  // A copy is what it is a copy of.

  private int copies(Node function) {
    Set<String> own = own(function);
    int count = 0;
    for (String name : own) {
      List<Node> all = Ast.uses(function, name);
      List<Node> given = all.stream().filter(Ast::isChanged).toList();
      if (given.size() != 1 || !Ast.isSet(given.get(0))) {
        continue;
      }
      Node line = given.get(0).getGrandparent();
      Node value = given.get(0).getNext();
      if (!line.isExprResult()
          || !line.getParent().isBlock()
          || !(value.isNull() || value.isNumber() || (value.isName() && isSteady(value, own)))) {
        continue;
      }
      List<Node> after = new ArrayList<>();
      boolean steady = true;
      for (Node next = line.getNext(); next != null; next = next.getNext()) {
        after.addAll(Ast.uses(next, name));
        steady &=
            !value.isName() || Ast.uses(next, value.getString()).stream().noneMatch(Ast::isChanged);
      }
      if (steady && after.size() == all.size() - 1 - declarations(all)) {
        after.forEach(use -> use.replaceWith(value.cloneTree()));
        line.detach();
        count++;
      }
    }
    return count;
  }

  /** Whether a variable changes only where one can see it, or is the instance that is being made. */
  private static boolean isSteady(Node name, Set<String> own) {
    return own.contains(name.getString()) || name.matchesName("$hr_one");
  }

  private static int declarations(List<Node> all) {
    return (int)
        all.stream().filter(use -> NodeUtil.isNameDeclaration(use.getParent())).count();
  }

  // A list is walked through.

  private int lists(Node function) {
    int count = 0;
    List<Node> loops = new ArrayList<>();
    Ast.visit(function.getLastChild(), node -> {
      if (node.isVanillaFor() || node.isWhile()) {
        loops.add(node);
      }
    });
    for (Node loop : loops) {
      if (inner(loop, function) && walk(function, loop)) {
        count++;
      }
    }
    return count;
  }

  private boolean walk(Node function, Node loop) {
    Node condition = loop.isWhile() ? loop.getFirstChild() : loop.getSecondChild();
    Node body = loop.getLastChild();
    if (condition.getToken() != Token.LT
        || !condition.getFirstChild().isName()
        || !condition.getLastChild().isGetProp()
        || !condition.getLastChild().getString().equals("length")
        || !body.isBlock()) {
      return false;
    }
    String index = condition.getFirstChild().getString();
    Node list = condition.getLastChild().getFirstChild();
    Node start = loop.isVanillaFor() && loop.getFirstChild().isAssign()
        ? loop.getFirstChild()
        : given(loop.getPrevious());
    boolean before = loop.isWhile() || !loop.getFirstChild().isAssign();
    Node step = loop.isVanillaFor() && !loop.getChildAtIndex(2).isEmpty()
        ? loop.getChildAtIndex(2)
        : body.hasChildren() && body.getLastChild().isExprResult()
            ? body.getLastChild().getFirstChild()
            : null;
    if (start == null
        || !start.getFirstChild().matchesName(index)
        || !start.getLastChild().isNumber()
        || start.getLastChild().getDouble() != 0
        || step == null
        || !step.isInc()
        || !step.getFirstChild().matchesName(index)
        || !(list.isName() || (list.isGetProp() && list.getFirstChild().isName()))) {
      return false;
    }
    boolean last = step.getParent().isExprResult();
    if (last && Ast.any(body, Node::isContinue)) {
      return false;
    }
    List<Node> elements = new ArrayList<>();
    for (Node use : Ast.uses(loop, index)) {
      Node parent = use.getParent();
      boolean header = use == condition.getFirstChild() || parent == step || parent == start;
      boolean element = parent.isGetElem()
          && parent.getLastChild() == use
          && parent.getFirstChild().isEquivalentTo(list)
          && !Ast.isSet(parent);
      if (!header && !element) {
        return false;
      }
      if (element) {
        elements.add(parent);
      }
    }
    String base = list.isName() ? list.getString() : list.getFirstChild().getString();
    if (!own(function).contains(index)
        || Ast.uses(body, base).stream().anyMatch(Ast::isChanged)
        || (list.isGetProp()
            && Ast.any(
                body,
                node -> Ast.isSet(node)
                    && node.isGetProp()
                    && node.getString().equals(list.getString())))) {
      return false;
    }
    for (Node use : Ast.uses(function, index)) {
      if (!Ast.isChanged(use)
          && !NodeUtil.isNameDeclaration(use.getParent())
          && !Ast.any(loop, node -> node == use)
          && !isWrittenBefore(use, index)) {
        return false;
      }
    }
    String element = declare(function, index);
    boolean texts = list.isName() && isOfTexts(function, list.getString());
    for (Node found : elements) {
      Node call = found.getParent();
      boolean asText = call.isCall()
          && call.getFirstChild().isName()
          && call.getFirstChild().getString().startsWith("dhsb_Text_in$");
      (texts && asText ? call : found).replaceWith(IR.name(element).srcref(found));
    }
    if (last) {
      step.getParent().detach();
    }
    if (before) {
      loop.getPrevious().detach();
    }
    Node walk = new Node(Token.FOR_OF);
    walk.addChildToBack(IR.name(element));
    walk.addChildToBack(list.detach());
    walk.addChildToBack(body.detach());
    walk.srcrefTreeIfMissing(loop);
    loop.replaceWith(walk);
    return true;
  }

  /** Whether a variable is only ever given lists of texts. */
  private static boolean isOfTexts(Node function, String name) {
    List<Node> given = Ast.uses(function, name).stream().filter(Ast::isChanged).toList();
    return !given.isEmpty()
        && given.stream().allMatch(use -> Ast.isSet(use) && isTexts(use.getNext()));
  }

  private static boolean isTexts(Node value) {
    if (value.isArrayLit()) {
      return Ast.list(value).stream().allMatch(Node::isStringLit);
    }
    if (!value.isCall()) {
      return false;
    }
    Node callee = value.getFirstChild();
    if (callee.isName() && callee.getString().startsWith("dhsb_Items_sorted")) {
      return isTexts(value.getSecondChild());
    }
    return callee.isGetProp()
        && (callee.getString().equals("split")
            || (callee.getString().equals("keys") && callee.getFirstChild().matchesName("Object")));
  }

  /** What a statement gives a variable or a property; null if it does not. */
  static Node given(Node line) {
    return line != null && line.isExprResult() && line.getFirstChild().isAssign()
        ? line.getFirstChild()
        : null;
  }

  /** Whether a read stands in a loop that begins by giving the variable a value, or after a statement that does. */
  private static boolean isWrittenBefore(Node use, String name) {
    for (Node at = use; at != null && !at.isFunction(); at = at.getParent()) {
      Node parent = at.getParent();
      if (parent.isVanillaFor()
          && parent.getFirstChild().isAssign()
          && parent.getFirstFirstChild().matchesName(name)) {
        return true;
      }
      if (parent.isBlock()) {
        for (Node line = at.getPrevious(); line != null; line = line.getPrevious()) {
          if (Tidy.overwrites(line, name)) {
            return true;
          }
          if (Ast.names(line, name)) {
            break;
          }
        }
      }
    }
    return false;
  }

  // What belongs to a function.

  /** The names a function declares that no function inside names. */
  private static Set<String> own(Node function) {
    Set<String> names = new HashSet<>();
    Node body = function.getLastChild();
    for (Node line : body.children()) {
      if (line.isLet() || line.isVar()) {
        line.children().forEach(name -> {
          if (!name.hasChildren()) {
            names.add(name.getString());
          }
        });
      }
    }
    function.getSecondChild().children().forEach(name -> {
      if (name.isName()) {
        names.add(name.getString());
      }
    });
    forget(body, names);
    return names;
  }

  private static void forget(Node node, Set<String> names) {
    for (Node child : node.children()) {
      if (child.isFunction()) {
        names.removeIf(name -> Ast.names(child, name));
      } else {
        forget(child, names);
      }
    }
  }

  private static boolean inner(Node node, Node function) {
    Node at = node.getParent();
    while (!at.isFunction()) {
      at = at.getParent();
    }
    return at == function;
  }

  /** Declares one more variable, called after this one. */
  private String declare(Node function, String name) {
    String other;
    do {
      other = name + "$" + ++fresh;
    } while (Ast.names(function, other));
    Node let = IR.declaration(IR.name(other), Token.LET);
    function.getLastChild().addChildToFront(let.srcrefTreeIfMissing(function));
    return other;
  }
}
