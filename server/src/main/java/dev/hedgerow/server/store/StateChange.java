package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Everything one processed batch does to the state, committed as a whole or not at all.
 *
 * @param entry the log position it reaches
 * @param time that entry's log time
 * @param deletedPersons persons merged away, also when the same change made them
 * @param unassigned distinct ids that have no person any more, also when the same change assigned them
 * @param heldAdded events put into the buffer
 * @param heldRemoved log positions of held events that went on, also when the same change held them
 * @param heldDropped distinct ids of which nothing is held any more, also nothing that the same change held
 * @param heldHastened held events that stay so, with the due time that they have from now on
 * @param seen uuids taken; one that was taken before keeps its first content and time
 * @param setAsideRemoved log positions of set-aside entries that went through after all
 * @param erasures persons erased; their block is this change's. One of a whole project takes along all that the state has of
 *     it: persons, distinct ids, groups, held events
 * @param rows becomes the next outbox block, unless it is empty
 */
public record StateChange(
    UUID logId,
    long entry,
    Instant time,
    List<Person> persons,
    List<PersonKey> deletedPersons,
    List<Assignment> assignments,
    List<IdKey> unassigned,
    List<Group> groups,
    List<GroupType> groupTypes,
    List<HeldEvent> heldAdded,
    List<Long> heldRemoved,
    List<IdKey> heldDropped,
    List<HeldEvent> heldHastened,
    List<Seen> seen,
    List<SetAside> setAside,
    List<Long> setAsideRemoved,
    List<Erasure> erasures,
    Rows rows) {}
