package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.SavedInsight;
import dev.hedgerow.server.catalog.Share;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/<id>/insights/} and {@code …/insights/<id or short id>/}: questions that are kept. */
final class InsightRoutes extends ShelfRoutes<SavedInsight> {

  InsightRoutes(Access access, Services services, Sharing sharing) {
    super(access, services.defined().insights(), Share.Kind.INSIGHT, sharing, services.clock());
  }

  @Override
  Map<String, @Nullable Object> brief(SavedInsight insight) {
    return form(insight);
  }

  @Override
  Map<String, @Nullable Object> whole(SavedInsight insight) {
    return form(insight);
  }

  /** Returns an insight as the API shows it. */
  static Map<String, @Nullable Object> form(SavedInsight insight) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", insight.id());
    form.put("short_id", insight.shortId());
    form.putAll(SavedInsight.SHAPE.of(insight));
    return times(form, insight);
  }

  @Override
  SavedInsight read(Fields fields, int projectId, @Nullable SavedInsight before, Instant now)
      throws RejectedException {
    Map<String, @Nullable Object> query = fields.object("query", SavedInsight.QUERY_BYTES_MAX);
    if (query.isEmpty() && before != null) {
      query = before.query();
    }
    if (!(query.get("kind") instanceof String)) {
      throw Fields.wrong("query", "a question with its kind");
    }
    return new SavedInsight(
        before == null ? 0 : before.id(),
        projectId,
        fields.text("name", before == null ? "" : before.name(), Action.NAME_CHARS_MAX),
        fields.text(
            "description", before == null ? "" : before.description(), Action.TEXT_CHARS_MAX),
        query,
        fields.flag("favorited", before != null && before.favorite()),
        before == null ? now : before.createdAt(),
        now);
  }

  @Override
  String name(SavedInsight insight) {
    return insight.name().isBlank() ? insight.shortId() : insight.name();
  }

  @Override
  int id(String text) {
    int id = super.id(text);
    return id == 0 || text.length() == 8 ? Math.max(id, SavedInsight.idOf(text)) : id;
  }
}
