package dev.hedgerow.demo;

import java.util.List;

/** One visitor of the comparison, whichever browser it is. What is asked is asked of the tab opened or turned to last. */
interface Walker extends AutoCloseable {

  /** Opens a tab. */
  void tab(String address);

  /** Goes to an address in the tab. */
  void open(String address);

  /** Runs statements and in the same task goes to another page of the site. */
  void leave(String statements);

  /** Turns to the tab opened as that one, counted from 1. */
  void turnTo(int tab);

  /** Runs the body of a function and returns its value as text. */
  String run(String body);

  void click(String selector);

  void select(String selector, String value);

  void type(String selector, String text);

  /** Lets the page do what it has planned for the next moment. */
  void rest();

  /** What scripts threw at the page. */
  List<String> errors();

  @Override
  void close();
}
