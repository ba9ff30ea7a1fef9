package dev.hedgerow.demo;

/**
 * One page of the shop.
 *
 * @param title what the browser's tab says
 * @param file the file with its body
 */
record Page(String title, String file) {}
