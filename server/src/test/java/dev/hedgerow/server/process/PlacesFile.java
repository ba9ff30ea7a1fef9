package dev.hedgerow.server.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a small database of places in MaxMind's format, with whole addresses for networks. */
public final class PlacesFile {
  private static final byte[] METADATA_MARK = {
    (byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };
  private static final int SEPARATOR_BYTES = 16;
  private static final int IPV6_BYTES = 16;

  private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Adds an address: a child of a node is 0 for none, n for a node, -1 - n for data at n. */
  public PlacesFile add(String address, Map<String, ?> record) throws IOException {
    byte[] given = InetAddress.getByName(address).getAddress();
    byte[] bits = new byte[IPV6_BYTES];
    System.arraycopy(given, 0, bits, IPV6_BYTES - given.length, given.length);
    int node = 0;
    int last = IPV6_BYTES * 8 - 1;
    for (int i = 0; i <= last; i++) {
      int side = bits[i / 8] >> (7 - i % 8) & 1;
      int[] children = nodes.get(node);
      if (i == last) {
        children[side] = -1 - data.size();
      } else if (children[side] == 0) {
        children[side] = nodes.size();
        nodes.add(new int[2]);
      }
      node = children[side];
    }
    write(data, record);
    return this;
  }

  /** Writes it there. */
  public Path to(Path file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int[] children : nodes) {
      for (int child : children) {
        int value = child > 0
            ? child
            : child == 0 ? nodes.size() : nodes.size() + SEPARATOR_BYTES - 1 - child;
        all.write(ByteBuffer.allocate(4).putInt(value).array());
      }
    }
    all.write(new byte[SEPARATOR_BYTES]);
    data.writeTo(all);
    all.write(METADATA_MARK);
    write(
        all,
        Map.of(
            "node_count", nodes.size(),
            "record_size", 32,
            "ip_version", 6,
            "binary_format_major_version", 2,
            "binary_format_minor_version", 0,
            "build_epoch", 1_700_000_000,
            "database_type", "Test-City",
            "languages", List.of("en"),
            "description", Map.of("en", "a test")));
    return Files.write(file, all.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, Object value) throws IOException {
    if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      control(out, 2, utf8.length);
      out.write(utf8);
    } else if (value instanceof Double number) {
      control(out, 3, 8);
      out.write(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value instanceof Integer number) {
      control(out, 6, 4);
      out.write(ByteBuffer.allocate(4).putInt(number).array());
    } else if (value instanceof Map<?, ?> map) {
      control(out, 7, map.size());
      for (Map.Entry<?, ?> member : map.entrySet()) {
        write(out, member.getKey());
        write(out, member.getValue());
      }
    } else if (value instanceof List<?> list) {
      control(out, 11, list.size());
      for (Object item : list) {
        write(out, item);
      }
    } else {
      throw new IllegalArgumentException("expected a value of the format but found " + value);
    }
  }

  private static void control(ByteArrayOutputStream out, int type, int size) {
    int tag = type <= 7 ? type << 5 : 0;
    out.write(tag | Math.min(size, 29));
    if (type > 7) {
      out.write(type - 7);
    }
    if (size >= 29) {
      out.write(size - 29);
    }
  }
}
