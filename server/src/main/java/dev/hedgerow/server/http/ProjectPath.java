package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path under a project, {@code /api/projects/<id>/<what>} with or without a slash at its end. {@code /api/environments}
 * is the same, and {@code @current} the first project.
 *
 * @param project as written
 * @param what all that stands after the project, without slashes around it
 */
record ProjectPath(String project, String what) {
  private static final Pattern PATH =
      Pattern.compile("/api/(?:projects|environments)/([^/]*)/(.*?)/?");
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");

  /** Returns the parts of a path, or null when it is none of these. */
  static @Nullable ProjectPath of(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches()
        ? new ProjectPath(String.valueOf(matcher.group(1)), String.valueOf(matcher.group(2)))
        : null;
  }

  /**
   * Returns the project.
   *
   * @throws RejectedException with 404 if there is none
   */
  Project in(Catalog catalog) throws RejectedException, IOException {
    Project found = null;
    if (project.equals("@current")) {
      List<Project> projects = catalog.projects();
      found = projects.isEmpty() ? null : projects.get(0);
    } else if (ID.matcher(project).matches()) {
      found = catalog.project(Integer.parseInt(project));
    }
    if (found == null) {
      throw new RejectedException(404, "not_found", "expected the id of a project", null);
    }
    return found;
  }
}
