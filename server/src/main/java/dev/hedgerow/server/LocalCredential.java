package dev.hedgerow.server;

import dev.hedgerow.server.catalog.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * How tools on the same machine reach the process that owns a data folder: its address and a secret
 * made anew at each start, in the file {@code server} that only the owner may read.
 *
 * @param url where it listens, as seen from this machine
 */
record LocalCredential(URI url, String secret) {
  private static final String FILE = "server";

  /** Makes one with a new secret, before the address is known. */
  static String newSecret() {
    return Secrets.random();
  }

  /** Puts it into the data folder, whole, in place of an older one. */
  void write(Path data) throws IOException {
    Path written = data.resolve(FILE + ".new");
    Files.deleteIfExists(written);
    boolean posix = Files.getFileAttributeView(data, PosixFileAttributeView.class) != null;
    FileAttribute<?>[] ownerOnly = posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
    try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
        written, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly))) {
      out.write((url + "\n" + secret + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.move(written, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads the one of the process that owns that data folder. */
  static LocalCredential read(Path data) throws IOException {
    List<String> lines = Files.readAllLines(data.resolve(FILE), StandardCharsets.UTF_8);
    if (lines.size() != 2) {
      throw new IOException("expected an address and a secret in " + data.resolve(FILE)
          + " but found something else");
    }
    return new LocalCredential(URI.create(lines.get(0)), lines.get(1));
  }

  /** Takes it away again. */
  static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }
}
