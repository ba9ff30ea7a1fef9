package dev.hedgerow.server.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something the shop sells.
 *
 * @param price in euros
 * @param wanted how much likelier than others it is looked at
 */
record Product(String id, String name, String category, double price, double wanted) {
  static final List<String> CATEGORIES = List.of("coffee", "brewing", "cups", "subscriptions");

  private static final List<Product> LIST = List.of(
      new Product("p-101", "Morning Blend 500 g", "coffee", 12.9, 9),
      new Product("p-102", "Single Origin Huila", "coffee", 15.5, 6),
      new Product("p-103", "Decaf Evening", "coffee", 13.5, 3),
      new Product("p-104", "Espresso No. 4", "coffee", 14.9, 7),
      new Product("p-201", "Pour-over Kettle", "brewing", 64.0, 5),
      new Product("p-202", "Hand Grinder", "brewing", 89.0, 4),
      new Product("p-203", "French Press", "brewing", 34.5, 5),
      new Product("p-204", "Paper Filters, 100", "brewing", 5.9, 6),
      new Product("p-301", "Stoneware Mug", "cups", 18.0, 6),
      new Product("p-302", "Travel Cup", "cups", 24.0, 5),
      new Product("p-303", "Espresso Cups, set of 4", "cups", 32.0, 3),
      new Product("p-401", "Office Box, 5 kg", "subscriptions", 99.0, 3),
      new Product("p-402", "Discovery Subscription", "subscriptions", 29.0, 4));

  static final Weighted<Product> ALL = all();

  private static Weighted<Product> all() {
    Weighted<Product> all = new Weighted<>();
    LIST.forEach(product -> all.with(product.wanted(), product));
    return all;
  }

  static Product of(String category, Chance chance) {
    return chance.one(
        LIST.stream().filter(product -> product.category().equals(category)).toList());
  }

  String path() {
    return "/products/" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("product_id", id);
    told.put("product_name", name);
    told.put("category", category);
    told.put("price", price);
    told.put("currency", "EUR");
    return told;
  }
}
