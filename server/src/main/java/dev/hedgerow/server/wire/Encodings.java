package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** Bodies packed as their header says, which the newer protocol holds senders to (contract S 1.11). */
final class Encodings {
  private static final int ZLIB = 8;

  private interface Unpacking {
    InputStream of(InputStream packed) throws IOException;
  }

  private Encodings() {}

  /** Returns the body unpacked, at most that many bytes. */
  static byte[] plain(CaptureRequest request, int bytesMax, Allowance allowance)
      throws RejectedException, IOException {
    byte[] body = request.body();
    if (body.length == 0) {
      throw new RejectedException("missing_payload", "request missing data payload");
    }
    String named = request.contentEncoding();
    String coding = named == null ? "" : named.strip().toLowerCase(Locale.ROOT);
    return switch (coding) {
      case "", "identity" -> body;
      case "gzip" -> unpacked(body, GZIPInputStream::new, bytesMax, allowance);
      case "deflate" ->
        unpacked(
            body, packed -> new Deflated(packed, new Inflater(!isZlib(body))), bytesMax, allowance);
      case "br" -> unpacked(body, BrotliInputStream::new, bytesMax, allowance);
      case "zstd" -> unpacked(body, ZstdInputStream::new, bytesMax, allowance);
      default ->
        throw new RejectedException(
            415,
            "unsupported_encoding",
            "expected the content encoding gzip, deflate, br or zstd",
            null);
    };
  }

  /** Deflate is meant to come in zlib's wrapping, and often comes without. */
  private static boolean isZlib(byte[] body) {
    return body.length > 1
        && (body[0] & 0x0F) == ZLIB
        && (((body[0] & 0xFF) << 8) | (body[1] & 0xFF)) % 31 == 0;
  }

  private static byte[] unpacked(
      byte[] body, Unpacking unpacking, int bytesMax, Allowance allowance)
      throws RejectedException, IOException {
    Charged charged = new Charged(allowance);
    try (InputStream in = unpacking.of(new ByteArrayInputStream(body))) {
      return Gzip.read(in, bytesMax, charged);
    } catch (IOException
        | RuntimeException e) { // hostile bytes make the libraries stumble anywhere
      if (charged.failure != null) {
        throw charged.failure;
      }
      throw new RejectedException(
          "invalid_encoding", "expected a body packed as its content encoding says");
    }
  }

  /** Gives the inflater's memory back at once. */
  private static final class Deflated extends InflaterInputStream {
    Deflated(InputStream packed, Inflater inflater) {
      super(packed, inflater);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  /** Tells a lack of room, which is the world's failure, from a damaged body, which is the sender's. */
  private static final class Charged implements Allowance {
    private final Allowance allowance;
    private @Nullable IOException failure;

    Charged(Allowance allowance) {
      this.allowance = allowance;
    }

    @Override
    public void take(long bytes) throws IOException {
      try {
        allowance.take(bytes);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
