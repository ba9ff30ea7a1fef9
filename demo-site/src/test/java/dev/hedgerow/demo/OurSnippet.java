package dev.hedgerow.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The snippet of this build. */
final class OurSnippet {

  private OurSnippet() {}

  /** One of its files. */
  static byte[] file(String name) throws IOException {
    try (InputStream in = OurSnippet.class.getResourceAsStream("/dev/hedgerow/snippet/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** Serves its parts where it looks for them. */
  static void serveParts(RecordingProxy proxy) throws IOException {
    JsonNode about = new ObjectMapper().readTree(file("snippet.json"));
    for (JsonNode part : about.path("parts")) {
      String name = part.asText() + ".js";
      proxy.serveScript("/static/" + about.path("build").asText() + "/" + name, file(name));
    }
  }
}
