package dev.hedgerow.server.http;

import dev.hedgerow.server.insight.Insights;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.query.Definitions;
import io.micrometer.core.instrument.Gauge;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the door's inside by hand. */
final class Routes {
  private static final List<String> PAGES = List.of(
      "insights",
      "dashboards",
      "web",
      "persons",
      "groups",
      "events",
      "sql",
      "ingestion",
      "settings");

  private Routes() {}

  static HttpHandler of(Services services, Live live, Access access, @Nullable Local local) {
    PageFiles files = new PageFiles();
    Gauge.builder("hedgerow.live.pages", live, Live::readers)
        .description("Live pages open now")
        .register(services.registry());
    CaptureRoutes capture = new CaptureRoutes(services);
    HttpHandler people = new SlowBodies(
        new HttpContinueReadHandler(Guard.blocking(
            withLocal(router(services, live, access, files), services, access, local))),
        services.limits().connections());
    HealthRoutes health = new HealthRoutes(services.health(), services.metrics());
    return exchange -> {
      if (health.answersAtOnce(exchange)) {
        return;
      }
      HttpHandler chosen = capture.handles(exchange.getRequestPath()) ? capture : people;
      chosen.handleRequest(exchange);
    };
  }

  private static Router withLocal(
      Router router, Services services, Access access, @Nullable Local local) {
    if (local == null) {
      return router;
    }
    LocalRoutes routes = new LocalRoutes(local, access.acts());
    LocalMoves moves = new LocalMoves(
        routes,
        services.catalog(),
        exports(services, access),
        new ImportRoutes(access, services),
        new DiskRoutes(access, services.moving()));
    return router
        .get("/api/local/export", moves::export)
        .under("/api/local/import", moves::chunks)
        .get("/api/local/disk", moves::disk)
        .post("/api/local/backup", routes::begin)
        .get("/api/local/backup_status", routes::status);
  }

  /** Returns the routes for people and their tools. */
  static Router router(Services services, Live live, Access access, PageFiles files) {
    SignIn signIn = new SignIn(access, new Attempts(services.clock()), services.pageCode(), files);
    HealthRoutes health = new HealthRoutes(services.health(), services.metrics());
    LiveRoutes page = new LiveRoutes(access, live, services.paths());
    IngestionRoutes ingestion = new IngestionRoutes(access, services.ingestion(), services.clock());
    ActionRoutes actions =
        new ActionRoutes(access, services.actions(), services.sql(), services.clock());
    ErasureRoutes erasures = new ErasureRoutes(access, services);
    PersonRoutes persons = new PersonRoutes(access, services, erasures);
    AuditRoutes audit = new AuditRoutes(access, services.audit());
    AsideRoutes aside = new AsideRoutes(access, services.aside());
    ProjectRoutes projects = new ProjectRoutes(access, services);
    Questioning questioning = questioning(services);
    QueryRoute queries = new QueryRoute(access, questioning, services.limits());
    Sharing sharing = new Sharing(services.defined().shares(), services.clock());
    InsightRoutes insights = new InsightRoutes(access, services, sharing);
    DashboardRoutes dashboards = new DashboardRoutes(access, services, sharing);
    CohortRoutes cohorts = new CohortRoutes(access, services);
    DefinitionRoutes definitions =
        new DefinitionRoutes(access, new Definitions(services.sql()), services.clock());
    DemoRoutes demo = new DemoRoutes(access, services);
    return pages(new Router(files), signIn, files)
        .post(DemoRoutes.PATH, demo::make)
        .post(DemoRoutes.PATH + "/", demo::make)
        .project(DemoRoutes.WORD, demo::status)
        .project("query", queries::ask)
        .project("query/*", queries::one)
        .project(
            "settings", new SettingsRoutes(access, services.catalog(), services.limits())::settings)
        .project("usage", ingestion::usage)
        .project("ingestion_warnings", ingestion::warnings)
        .project("ingestion", new NowRoutes(access, services)::now)
        .project("rotate_token", projects::rotate)
        .under(ProjectRoutes.PATH, projects::projects)
        .under(
            KeyRoutes.PATH,
            new KeyRoutes(access, services.catalog(), services.limits(), services.clock())::keys)
        .project("export/*", exports(services, access)::export)
        .project("disk", new DiskRoutes(access, services.moving())::ofProject)
        .project("import/*", new ImportRoutes(access, services)::chunks)
        .project("actions", actions::all)
        .project("actions/*", actions::one)
        .project("insights", insights::all)
        .project("insights/*", insights::one)
        .project("dashboards", dashboards::all)
        .project("dashboards/*", dashboards::one)
        .under(SharedRoute.PATH, new SharedRoute(services, questioning, queries)::show)
        .project("cohorts", cohorts::all)
        .project("cohorts/*", cohorts::one)
        .project("event_definitions", definitions::events)
        .project("property_definitions", definitions::properties)
        .project("erasures", erasures::list)
        .project("persons", persons::all)
        .project("persons/*", persons::one)
        .get("/api/audit", audit::acts)
        .get("/api/set_aside", aside::list)
        .post("/api/set_aside/replay", aside::replay)
        .get("/", signIn::front)
        .post("/login", signIn::login)
        .post("/logout", signIn::logout)
        .get("/api/live", page::stream)
        .get("/api/live/info", page::info)
        .get("/_health", health::health)
        .get("/_readiness", health::readiness)
        .get("/_liveness", health::liveness)
        .get("/metrics", health::metrics);
  }

  /** The pages at their paths; what stands behind those, such as an id, is for the pages' own scripts. */
  private static Router pages(Router router, SignIn signIn, PageFiles files) {
    PAGES.forEach(page -> router.page("/" + page, signIn.page(page + ".html")));
    return router.page("/shared", exchange -> files.send(exchange, "shared.html"));
  }

  private static ExportRoutes exports(Services services, Access access) {
    return new ExportRoutes(
        access,
        services.moving(),
        services.limits().exportsMax(),
        services.limits().parquetRowsMax());
  }

  private static Questioning questioning(Services services) {
    Insights insights =
        new Insights(new Sources(services.sql(), services.actions(), services.limits()));
    Questioner known =
        new KnownInsights(insights, new KnownCohorts(services.defined().cohorts()));
    return new Questioning(new Answerer(known, services), services);
  }
}
