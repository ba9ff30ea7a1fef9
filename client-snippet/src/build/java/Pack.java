import static java.util.stream.Collectors.joining;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * A script whose variables may have any names and whose functions may stand in any order: gives each the name, and finds the
 * order, with which the whole zips best.
 */
final class Pack {
  /**
   * Text with variables in it: one more text than variables. Those from one place up to another are parameters that nobody
   * gives, whose order is free: they stand in the order of their names.
   */
  record Piece(List<String> texts, List<Variable> variables, int from, int to) {
    void write(StringBuilder text, Comparator<String> order) {
      List<String> free = variables.subList(from, to).stream()
          .map(one -> one.name)
          .sorted(order)
          .toList();
      for (int i = 0; i < variables.size(); i++) {
        boolean isFree = i >= from && i < to;
        text.append(texts.get(i)).append(isFree ? free.get(i - from) : variables.get(i).name);
      }
      text.append(texts.get(variables.size()));
    }
  }

  /** One of the declarations that may stand in any order: itself, the variables inside, and its text. */
  record Unit(Variable itself, List<Variable> inside, Piece piece) {}

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$";
  private static final Pattern HOLE = Pattern.compile("Z([QFP])(\\d+)QZ");

  /** How many letters the names of all functions leave to the variables inside, so that those are the same everywhere. */
  static final int FOR_LOCALS = 12;

  private final String before;
  private final Node root;
  private final Fields fields;
  final List<Variable> fieldNames = new ArrayList<>();
  private final List<Scope> scopes = new ArrayList<>();
  final List<Variable> variables = new ArrayList<>();
  private final Piece start;
  private final Piece end;
  final List<Unit> units = new ArrayList<>();
  private final String letters;
  private final Comparator<String> byLetter = Comparator.comparing(name -> position(name));

  Pack(String script, String before, List<String> found, Fields fields, boolean first) {
    this.before = before;
    this.fields = fields;
    root = Ast.of(script);
    if (first) {
      fields.all().forEach(field -> fieldNames.add(new Variable(field)));
      Ast.visit(root, this::markField);
    } else {
      Ast.visit(root, fields::call);
    }
    Scope outside = new Scope(root, null);
    read(root, outside);
    resolve(root, outside);
    scopes.forEach(scope -> variables.addAll(scope.own.values()));
    for (int i = 0; i < variables.size(); i++) {
      String hole = "ZQ" + i + "QZ";
      variables.get(i).uses.forEach(use -> use.setString(hole));
    }
    letters = letters();
    Node declaration = movable();
    if (declaration == null) {
      start = piece(Ast.text(root));
      end = piece("");
    } else {
      for (Node unit : declaration.children()) {
        free(unit);
        units.add(unit(unit));
      }
      declaration.replaceWith(IR.exprResult(IR.name("HERE")).srcrefTree(declaration));
      String[] around = Ast.text(root).split("HERE;");
      start = piece(around[0] + "let ");
      end = piece(";" + around[1]);
      take(found);
    }
    scopes.forEach(this::name);
  }

  private void markField(Node node) {
    String field = fields.marked(node);
    if (!field.isEmpty()) {
      int number = fields.all().indexOf(field);
      fieldNames.get(number).name = fields.name(field);
      node.setString("ZP" + number + "QZ");
    }
  }

  /** Marks the parameters of a function that no call of it gives. */
  private void free(Node unit) {
    Node function = unit.getFirstChild();
    if (function == null || !function.isArrowFunction()) {
      return;
    }
    int given = 0;
    for (Node use : piece(unit.getString()).variables().get(0).uses) {
      boolean calls = use.getParent().isCall() && use.getParent().getFirstChild() == use;
      if (use != unit && !calls) {
        return;
      }
      given = Math.max(given, calls ? use.getParent().getChildCount() - 1 : 0);
    }
    int at = 0;
    for (Node parameter : function.getSecondChild().children()) {
      if (at++ >= given) {
        parameter.setString(parameter.getString().replace("ZQ", "ZF"));
      }
    }
  }

  private Unit unit(Node node) {
    Variable itself = piece(node.getString()).variables().get(0);
    List<Variable> inside = new ArrayList<>();
    for (Scope scope : scopes) {
      Node at = scope.function;
      while (at != null && at != node) {
        at = at.getParent();
      }
      if (at == node) {
        inside.addAll(scope.own.values());
      }
    }
    return new Unit(itself, inside, piece(Ast.text(node)));
  }

  /** Takes over names and order from an earlier search, as far as they fit this script. */
  private void take(List<String> found) {
    for (String line : found) {
      String[] names = line.split(" ");
      if (line.startsWith(Fields.MARK)) {
        String field = names[0].substring(Fields.MARK.length());
        fieldNames.stream()
            .filter(one -> one.called.equals(field))
            .forEach(one -> swap(one, names[1]));
      }
    }
    Map<String, Unit> byName = new LinkedHashMap<>();
    units.forEach(unit -> byName.put(unit.itself().called, unit));
    List<Unit> known = new ArrayList<>();
    for (String line : found) {
      String[] names = line.split(" ");
      Unit unit = byName.get(names[0]);
      if (unit != null) {
        known.add(unit);
        take(unit.itself(), names[1]);
        for (int i = 2; i < names.length && names.length - 2 == unit.inside().size(); i++) {
          take(unit.inside().get(i - 2), names[i]);
        }
      }
    }
    units.removeAll(known);
    units.addAll(0, known);
  }

  private static void take(Variable variable, String name) {
    if (variable.fits(name)) {
      variable.name = name;
    }
  }

  /** What {@link #take} takes. */
  List<String> names() {
    return Stream.concat(
            units.stream()
                .map(unit -> unit.itself().called + " " + unit.itself().name
                    + unit.inside().stream()
                        .map(variable -> " " + variable.name)
                        .collect(joining())),
            fieldNames.stream()
                .filter(field -> !field.name.isEmpty())
                .map(field -> Fields.MARK + field.called + " " + field.name))
        .toList();
  }

  private void read(Node node, Scope scope) {
    if (node.isFunction()) {
      Scope inner = new Scope(node, scope);
      String name = node.getFirstChild().getString();
      if (!name.isEmpty()) {
        (isDeclaration(node) ? scope : inner).declare(name);
      }
      node.getSecondChild().children().forEach(given -> inner.declare(given.getString()));
      scopes.add(inner);
      read(node.getLastChild(), inner);
      return;
    }
    if (node.isLet() || node.isVar() || node.isConst() || node.isCatch()) {
      for (Node name : node.children()) {
        if (name.isName()) {
          scope.declare(name.getString());
        }
      }
    }
    node.children().forEach(child -> read(child, scope));
  }

  private static boolean isDeclaration(Node function) {
    return function.getParent().isBlock() || function.getParent().isScript();
  }

  private void resolve(Node node, Scope scope) {
    if (node.isFunction()) {
      Scope inner =
          scopes.stream().filter(one -> one.function == node).findFirst().orElseThrow();
      Node name = node.getFirstChild();
      if (!name.getString().isEmpty()) {
        use(name, isDeclaration(node) ? scope : inner);
      }
      resolve(node.getSecondChild(), inner);
      resolve(node.getLastChild(), inner);
      return;
    }
    if (node.isName() && !node.getString().isEmpty()) {
      use(node, scope);
    }
    node.children().forEach(child -> resolve(child, scope));
  }

  private static void use(Node name, Scope from) {
    String called = name.getString();
    Scope home = from;
    while (home != null && !home.own.containsKey(called)) {
      home = home.outer;
    }
    boolean ours = home != null && home.outer != null;
    for (Scope scope = from; scope != home && scope != null; scope = scope.outer) {
      if (ours) {
        scope.present.add(home.own.get(called));
        home.own.get(called).seen.add(scope);
      } else {
        scope.foreign.add(called);
      }
    }
    if (ours) {
      home.own.get(called).uses.add(name);
    } else {
      from.foreign.add(called);
    }
  }

  /** The letters, those first that the script has most of where it does not name variables. */
  private String letters() {
    String rest = HOLE.matcher(Ast.text(root)).replaceAll("");
    return LETTERS
        .chars()
        .boxed()
        .sorted(Comparator.comparing(
            letter -> -rest.chars().filter(one -> one == letter).count()))
        .map(Character::toString)
        .collect(joining());
  }

  /** Gives a function's own variables the first names that are free; the most used ones first where there are many. */
  private void name(Scope scope) {
    List<Variable> own = new ArrayList<>(scope.own.values());
    int n = 0;
    if (own.size() > LETTERS.length()) {
      own.sort(Comparator.comparing(variable -> -variable.uses.size()));
      n = FOR_LOCALS;
    }
    for (Variable variable : own) {
      if (variable.name.isEmpty()) {
        String name = name(n++);
        while (!variable.fits(name)) {
          name = name(n++);
        }
        variable.name = name;
      }
    }
  }

  private int position(String name) {
    return name.length() * LETTERS.length() + letters.indexOf(name.charAt(0));
  }

  String name(int n) {
    int size = letters.length();
    return n < size ? letters.substring(n, n + 1) : name(n / size - 1) + letters.charAt(n % size);
  }

  /** The declaration whose parts may stand in any order; null if there is none. */
  private Node movable() {
    Node all = root.getFirstChild();
    Node line = all.isExprResult()
            && all.getFirstChild().isCall()
            && all.getFirstFirstChild().isFunction()
        ? all.getFirstFirstChild().getLastChild().getFirstChild()
        : null;
    while (line != null && !line.isLet()) {
      line = line.getNext();
    }
    if (line == null || !line.hasMoreThanOneChild()) {
      return null;
    }
    for (Node unit : line.children()) {
      if (unit.hasChildren() && unit.getFirstChild().isCall()) {
        return null;
      }
    }
    return line;
  }

  private Piece piece(String text) {
    List<String> texts = new ArrayList<>();
    List<Variable> named = new ArrayList<>();
    Matcher hole = HOLE.matcher(text);
    int from = 0;
    int first = 0;
    int last = 0;
    while (hole.find()) {
      texts.add(text.substring(from, hole.start()));
      if (hole.group(1).equals("F")) {
        first = last == 0 ? named.size() : first;
        last = named.size() + 1;
      }
      int number = Integer.parseInt(hole.group(2));
      named.add((hole.group(1).equals("P") ? fieldNames : variables).get(number));
      from = hole.end();
    }
    texts.add(text.substring(from));
    return new Piece(texts, named, first, last);
  }

  String text() {
    return text(units);
  }

  String text(List<Unit> order) {
    StringBuilder text = new StringBuilder(before);
    start.write(text, byLetter);
    for (int i = 0; i < order.size(); i++) {
      text.append(i > 0 ? "," : "");
      order.get(i).piece().write(text, byLetter);
    }
    end.write(text, byLetter);
    return text.toString();
  }

  /** Tries other names and another order, one small change after the other, and keeps what zips better; always the same way. */
  void search(int moves) {
    new Search(this).run(moves);
  }

  /** Calls a field by a name, and the field that had it by the old one; false if that cannot be. */
  boolean swap(Variable one, String name) {
    String old = fields.name(one.called);
    String holder = fields.holder(one.called, name);
    fields.call(one.called, name);
    if (holder != null) {
      fields.call(holder, old);
      if (!fields.fits(holder, old) || !fields.fits(one.called, name)) {
        fields.call(one.called, old);
        fields.call(holder, name);
        return false;
      }
    }
    for (Variable each : fieldNames) {
      each.name = each.name.isEmpty() ? "" : fields.name(each.called);
    }
    return true;
  }

  static int deflated(String text) {
    Deflater zip = new Deflater(Deflater.BEST_COMPRESSION, true);
    zip.setInput(text.getBytes(StandardCharsets.UTF_8));
    zip.finish();
    byte[] room = new byte[1 << 16];
    int size = zip.deflate(room);
    zip.end();
    return size;
  }
}
