import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rooms of an instance, of which there is one each, become one object: what a room keeps is kept by the instance, and
 * the way from one room to another is no way at all. Fields that hold nothing at first are not mentioned, and all get
 * short names.
 */
final class Rooms {
  private static final String INSTANCE = "dhsa_Core";

  /** The classes of the rooms, none of which the browser calls back but that of the instance. */
  private static final Set<String> MERGED = Set.of(
      INSTANCE,
      "dhsi_Consent",
      "dhsi_Session",
      "dhss_Transport",
      "dhsp_Navigation",
      "dhsp_Scroll",
      "dhsa_Autocapture",
      "dhsi_Person",
      "dhsp_PageViews",
      "dhse_Origin",
      "dhse_Envelope",
      "dhse_Capture",
      "dhse_Limiter",
      "dhse_Addresses",
      "dhsa_Identification",
      "dhsa_Gate",
      "dhsa_Description");

  /** The names of fields, without numbers, that hold one of them. */
  private static final Pattern WAYS = Pattern.compile(
      "\\$(core|hub|outlet|extras|consent|session|person|transport|navigation|scroll|autocapture"
          + "|pageViews|origin|envelope|capture|limiter|addresses|identification|gate|description)\\d*");

  /** The names of fields that hold the same in every room. */
  private static final Pattern COMMON = Pattern.compile("\\$(config|visitor|persistence|tab)\\d*");

  private final List<Node> statements;
  private final Map<String, String> owners = new LinkedHashMap<>();
  private final Map<String, Integer> uses = new LinkedHashMap<>();

  Rooms(List<Node> statements) {
    this.statements = statements;
  }

  /** Makes the one object, and tells what may be called how. */
  Fields furnish() {
    statements.forEach(this::findFields);
    statements.forEach(statement -> Ast.visit(statement, Rooms::loosen));
    statements.forEach(statement -> Ast.visit(statement, this::merge));
    for (Node statement : statements) {
      Node named = statement.getFirstChild();
      boolean lazy = named != null && named.isName() && named.getString().startsWith("dhsl");
      Ast.visit(statement, node -> count(node, lazy ? 1 : 1000));
    }
    Fields fields = shortNames();
    statements.forEach(statement -> Ast.visit(statement, fields::mark));
    return fields;
  }

  private void findFields(Node statement) {
    if (statement.isFunction() && statement.getFirstChild().getString().startsWith("dhs")) {
      String type = statement.getFirstChild().getString();
      for (Node line : Ast.list(statement.getLastChild())) {
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

  /** What the parts say counts little beside what every page loads. */
  private void count(Node node, int weight) {
    if (node.isGetProp() && isField(node.getString())) {
      uses.merge(node.getString(), weight, Integer::sum);
    }
  }

  private Fields shortNames() {
    Fields fields = new Fields();
    uses.keySet().stream()
        .sorted(Comparator.comparing((String name) -> -uses.get(name)).thenComparing(name -> name))
        .forEach(name -> fields.add(name, home(name)));
    return fields;
  }

  /** Whose field it is; empty if many have it. */
  private String home(String field) {
    String owner = owners.getOrDefault(field, "");
    return owner.isEmpty() || COMMON.matcher(field).matches() || field.equals("$core")
        ? ""
        : MERGED.contains(owner) ? INSTANCE : owner;
  }
}
