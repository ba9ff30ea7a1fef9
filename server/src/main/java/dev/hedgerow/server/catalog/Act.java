package dev.hedgerow.server.catalog;

import java.time.Instant;

/**
 * Something that somebody who administers has done.
 *
 * @param id rises from 1 with each act
 * @param who the label of the key, or a few words where it was none
 * @param keyId the key's id, 0 where it was none
 * @param projectId the project it was about, 0 for none
 * @param what the request, such as {@code PATCH /api/projects/1/settings}
 * @param detail more about it in a few words, or empty; never a secret
 */
public record Act(
    long id, Instant at, String who, int keyId, int projectId, String what, String detail) {}
