package dev.hedgerow.server.http;

/**
 * What tools on the same machine may ask for.
 *
 * @param secret what they prove with that they may read the data folder; empty lets nobody in
 */
public record Local(String secret, Backups backups) {}
