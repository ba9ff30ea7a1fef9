package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes every wrapping off a body, in the order of contract S 1.4, until it should be JSON. */
final class Unwrapping {
  private static final Set<String> LEGACY = Set.of("/e", "/capture", "/engage", "/track");

  private enum Hint {
    NONE,
    GZIP,
    LZ64,
    BASE64
  }

  private final int bytesMax;
  private final Allowance allowance;

  /** Makes an unwrapping of a body that is at most so large once inflated. */
  Unwrapping(int bytesMax, Allowance allowance) {
    this.bytesMax = bytesMax;
    this.allowance = allowance;
  }

  /** Returns the UTF-8 text that is to be JSON. */
  byte[] text(CaptureRequest request) throws RejectedException, IOException {
    String data = request.parameter("data");
    byte[] bytes = data.isEmpty() ? request.body() : Base64Text.withPluses(data);
    if (bytes.length == 0) {
      throw new RejectedException("missing_payload", "request missing data payload");
    }
    String formCompression = null;
    boolean typed = data.isEmpty() && Form.isType(request.contentType());
    boolean form = typed ? Form.isNear(bytes) : Form.isAt(bytes);
    if (form) {
      Map<String, String> fields = Form.fields(bytes);
      formCompression = fields.get("compression");
      bytes = formData(fields);
    } else if (typed) {
      throw new RejectedException(
          "invalid_form", "expected a form with a data field, as the content type says");
    } else if (hint(request, null) != Hint.LZ64) {
      bytes = unbased(bytes);
    }
    return uncompressed(request, bytes, hint(request, formCompression));
  }

  private byte[] formData(Map<String, String> fields) throws RejectedException, IOException {
    String data = fields.getOrDefault("data", "");
    if (data.isEmpty()) {
      throw new RejectedException("missing_payload", "request missing data payload");
    }
    byte[] bytes = Base64Text.withPluses(data);
    allowance.take(bytes.length);
    return bytes;
  }

  private byte[] uncompressed(CaptureRequest request, byte[] from, Hint hint)
      throws RejectedException, IOException {
    byte[] bytes = inflated(from);
    if (hint == Hint.LZ64 && !looksLikeJson(bytes)) {
      bytes = LzString.inflate(bytes, bytesMax, allowance);
    }
    if (hint == Hint.BASE64) {
      bytes = inflated(Base64Text.decodedOr(bytes));
    }
    if (LEGACY.contains(request.path())) {
      bytes = inflated(unbased(bytes));
    }
    return bytes;
  }

  /** A hint of gzip adds nothing: real gzip is known by its first bytes, the rest is plain. */
  private byte[] inflated(byte[] bytes) throws RejectedException, IOException {
    return Gzip.is(bytes) ? Gzip.inflate(bytes, bytesMax, allowance) : bytes;
  }

  private byte[] unbased(byte[] bytes) throws IOException {
    if (!Base64Text.looksLike(bytes)) {
      return bytes;
    }
    allowance.take(bytes.length);
    return Base64Text.decodedOr(bytes);
  }

  private static boolean looksLikeJson(byte[] bytes) {
    return bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[');
  }

  private static Hint hint(CaptureRequest request, @Nullable String formCompression) {
    Hint query = hint(request.parameter("compression"));
    if (query != Hint.NONE) {
      return query;
    }
    Hint form = hint(formCompression);
    return form == Hint.NONE ? hint(request.contentEncoding()) : form;
  }

  private static Hint hint(@Nullable String word) {
    return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT)) {
      case "gzip", "gzip-js" -> Hint.GZIP;
      case "lz64", "lz-string" -> Hint.LZ64;
      case "base64", "b64" -> Hint.BASE64;
      default -> Hint.NONE;
    };
  }
}
