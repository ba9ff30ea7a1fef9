package dev.hedgerow.server.wire;

import com.fasterxml.jackson.core.SerializableString;
import dev.hedgerow.server.event.WrittenProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JSON text that is passed on as it is, without becoming characters on its way to bytes. */
record RawJson(WrittenProperties properties) implements SerializableString {
  private static final int AS_A_WHOLE = -1;

  @Override
  public String getValue() {
    return properties.json();
  }

  @Override
  public int charLength() {
    return getValue().length();
  }

  @Override
  public byte[] asUnquotedUTF8() {
    return properties instanceof TextProperties text
        ? text.utf8()
        : getValue().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public char[] asQuotedChars() {
    throw quoted();
  }

  @Override
  public byte[] asQuotedUTF8() {
    throw quoted();
  }

  @Override
  public int appendQuotedUTF8(byte[] buffer, int offset) {
    throw quoted();
  }

  @Override
  public int appendQuoted(char[] buffer, int offset) {
    throw quoted();
  }

  @Override
  public int appendUnquotedUTF8(byte[] buffer, int offset) {
    return AS_A_WHOLE;
  }

  @Override
  public int appendUnquoted(char[] buffer, int offset) {
    return AS_A_WHOLE;
  }

  @Override
  public int writeQuotedUTF8(OutputStream out) {
    throw quoted();
  }

  @Override
  public int writeUnquotedUTF8(OutputStream out) throws IOException {
    byte[] utf8 = asUnquotedUTF8();
    out.write(utf8);
    return utf8.length;
  }

  @Override
  public int putQuotedUTF8(ByteBuffer buffer) {
    throw quoted();
  }

  @Override
  public int putUnquotedUTF8(ByteBuffer buffer) {
    return AS_A_WHOLE;
  }

  private static IllegalStateException quoted() {
    return new IllegalStateException("expected JSON to be written as it is");
  }
}
