package dev.hedgerow.server.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The elements of the shop that are clicked, each with those around it. */
final class Elements {
  private Elements() {}

  /** Returns a link at the top of each page. */
  static List<Map<String, Object>> menu(int place, String text, String href) {
    return page(
        "header",
        List.of(
            link(place, "nav-link", text, href),
            element("nav", "menu", 2, 1),
            element("header", "site-header", 1, 1)));
  }

  /** Returns a product's card in a list. */
  static List<Map<String, Object>> card(int place, Product product) {
    return page(
        "main",
        List.of(
            link(1, "card-link", product.name(), product.path()),
            element("li", "product-card", place, place),
            element("ul", "product-grid", 3, 1),
            element("main", "listing", 2, 1)));
  }

  /** Returns a button of a product's page. */
  static List<Map<String, Object>> ofProduct(String name, String text) {
    return page(
        "main",
        List.of(
            button(3, name, text),
            element("div", "buy-box", 2, 1),
            element("section", "product", 1, 1),
            element("main", "detail", 2, 1)));
  }

  /** Returns a button of a form. */
  static List<Map<String, Object>> ofForm(String form, String name, String text) {
    Map<String, Object> around = element("form", form, 2, 1);
    around.put("attr__id", form);
    return page("main", List.of(button(5, name, text), around, element("main", "narrow", 2, 1)));
  }

  private static List<Map<String, Object>> page(String part, List<Map<String, Object>> inside) {
    List<Map<String, Object>> all = new ArrayList<>(inside);
    all.add(element("div", "app " + part + "-open", 1, 1));
    all.add(element("body", "", 2, 1));
    return all;
  }

  private static Map<String, Object> link(int place, String classes, String text, String href) {
    Map<String, Object> link = element("a", classes, place, place);
    link.put("$el_text", text);
    link.put("attr__href", href);
    return link;
  }

  private static Map<String, Object> button(int place, String name, String text) {
    Map<String, Object> button = element("button", "button button-" + name, place, 1);
    button.put("$el_text", text);
    button.put("attr__id", name);
    button.put("attr__type", "button");
    return button;
  }

  private static Map<String, Object> element(String tag, String classes, int child, int ofType) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("tag_name", tag);
    if (!classes.isEmpty()) {
      element.put("attr__class", classes);
    }
    element.put("nth_child", child);
    element.put("nth_of_type", ofType);
    return element;
  }
}
