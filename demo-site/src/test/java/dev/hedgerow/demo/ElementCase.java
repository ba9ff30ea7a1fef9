package dev.hedgerow.demo;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something done to one element of the design page, and the autocapture rows that must come of it.
 *
 * @param step its name, carried by every event it causes
 * @param act what is done
 * @param rows kind of event, tag and, quoted, the text of the element; in any order
 */
record ElementCase(String step, Consumer<Hand> act, List<String> rows) {

  /** What each kind of element gives: contract C 4.5, and what browsers add of their own accord. */
  static final List<ElementCase> TABLE = List.of(
      corner("#advice", "click a 'Ask for advice'"),
      click("#advice-text", "click span 'advice'"),
      click("#elsewhere", "click a 'The soil map'"),
      click("#picture", "click img"),
      click("#surprise", "click button 'Surprise me'"),
      corner("#add-worms", "click button 'Add a handful of worms'"),
      click("#worms-text", "click span 'a handful of worms'"),
      click("#sold-out"),
      type("#box-name", "click input", "change input"),
      type("#size", "click input", "change input"),
      corner("#name-label", "click label 'Name of your garden'", "click input"),
      corner("#size-label", "click label 'Square metres'", "click input"),
      click("#herbs", "click input", "change input"),
      click("#roots-label", "click label 'Roots'", "click input", "change input"),
      click("#herbs-text", "click span 'Herbs'", "click input", "change input"),
      click("#sun-little", "click input", "change input"),
      click("#sun-plenty-label", "click label 'Plenty'", "click input", "change input"),
      choose("#soil", "clay", "click select", "change select"),
      corner("#soil-label", "click label 'Soil'", "click select"),
      type("#wishes", "click textarea", "change textarea"),
      corner("#box-form"),
      click("#pack", "click button 'Pack it'", "submit form"),
      click("#send", "click input", "submit form"),
      click("#estimate", "click input"),
      click("#clear", "click button 'Start again'"),
      click("#tile", "click div 'A tile that opens'"),
      click("#plain"),
      click("#note", "click div"),
      click("#private"),
      click("#secret"),
      click("#sensitive", "click button"));

  private static ElementCase click(String selector, String... rows) {
    return new ElementCase("click " + selector, hand -> hand.click(selector), List.of(rows));
  }

  private static ElementCase corner(String selector, String... rows) {
    return new ElementCase("click " + selector, hand -> hand.clickCorner(selector), List.of(rows));
  }

  private static ElementCase type(String selector, String... rows) {
    return new ElementCase("type " + selector, hand -> hand.type(selector, "12"), List.of(rows));
  }

  private static ElementCase choose(String selector, String value, String... rows) {
    return new ElementCase(
        "choose " + selector, hand -> hand.choose(selector, value), List.of(rows));
  }
}
