import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.*;

/**
 * Writes record batches with Kafka's own Java code (org.apache.kafka:kafka-clients), as JSON on standard output:
 *
 * <pre>java -cp 'libs/*' MakeBatches.java > batches.json</pre>
 *
 * With the argument "read" it reads batches instead, one in base64 a line, checks them as a broker does and prints what
 * they hold, one line each.
 */
public class MakeBatches {
  static final long NOW = 1763856000000L;
  static final int RECORDS = 40;

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("read")) read();
    else write();
  }

  static void write() {
    List<String> entries = new ArrayList<>();
    add(entries, "plain", batch(Compression.NONE, TimestampType.CREATE_TIME, false));
    add(entries, "transactional", batch(Compression.NONE, TimestampType.CREATE_TIME, true));
    add(entries, "append-time", batch(Compression.NONE, TimestampType.LOG_APPEND_TIME, false));
    add(entries, "gzip", batch(Compression.gzip().build(), TimestampType.CREATE_TIME, true));
    add(entries, "snappy", batch(Compression.snappy().build(), TimestampType.CREATE_TIME, true));
    add(entries, "lz4", batch(Compression.lz4().build(), TimestampType.CREATE_TIME, true));
    add(entries, "zstd", batch(Compression.zstd().build(), TimestampType.CREATE_TIME, true));
    add(entries, "commit", MemoryRecords.withEndTransactionMarker(140, NOW, 0, 4000, (short) 1,
        new EndTransactionMarker(ControlRecordType.COMMIT, 0)).buffer());
    add(entries, "abort", MemoryRecords.withEndTransactionMarker(140, NOW, 0, 4000, (short) 1,
        new EndTransactionMarker(ControlRecordType.ABORT, 0)).buffer());
    ByteBuffer empty = ByteBuffer.allocate(61);
    DefaultRecordBatch.writeEmptyHeader(empty, (byte) 2, 4000, (short) 1, 7, 140, 149, 0,
        TimestampType.CREATE_TIME, NOW, true, false);
    empty.flip();
    add(entries, "empty", empty);
    for (byte magic = 0; magic < 2; magic++)
      add(entries, "magic-" + magic, MemoryRecords.withRecords(magic, 100, Compression.NONE,
          TimestampType.CREATE_TIME, new SimpleRecord(NOW, "value".getBytes(StandardCharsets.UTF_8))).buffer());
    System.out.println("{\n" + String.join(",\n", entries) + "\n}");
  }

  static void add(List<String> entries, String name, ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    entries.add("  \"" + name + "\": \"" + Base64.getEncoder().encodeToString(bytes) + "\"");
  }

  /** Record i: key "key-i", every fifth null; value i × 4 or 50 letters, every seventh null; i % 3 headers; odd times. */
  static ByteBuffer batch(Compression compression, TimestampType type, boolean transactional) {
    int letters = compression == Compression.NONE ? 4 : 50; // beyond 32 kB in all: two blocks of snappy
    MemoryRecordsBuilder builder = new MemoryRecordsBuilder(ByteBuffer.allocate(1 << 20), (byte) 2, compression, type,
        100, NOW, 4000, (short) 1, 7, transactional, false, 0, 1 << 20);
    for (int i = 0; i < RECORDS; i++) {
      Header[] headers = new Header[i % 3];
      for (int h = 0; h < headers.length; h++) headers[h] = new RecordHeader("kopf-ü" + h, new byte[] {(byte) i});
      builder.append(NOW + (i % 4) * 1000L - i, i % 5 == 0 ? null : ("key-" + i).getBytes(StandardCharsets.UTF_8),
          i % 7 == 0 ? null : "x".repeat(i * letters).getBytes(StandardCharsets.UTF_8), headers);
    }
    return builder.build().buffer();
  }

  static void read() throws Exception {
    for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
      MemoryRecords records = MemoryRecords.readableRecords(ByteBuffer.wrap(Base64.getDecoder().decode(line)));
      for (MutableRecordBatch batch : records.batches()) {
        batch.ensureValid();
        StringBuilder values = new StringBuilder();
        for (org.apache.kafka.common.record.internal.Record record : batch) {
          record.ensureValid();
          values.append(' ').append(record.offset()).append('@').append(record.timestamp() - batch.maxTimestamp())
              .append(':').append(record.keySize()).append('/').append(record.valueSize())
              .append('/').append(record.headers().length);
        }
        System.out.println(batch.compressionType() + " " + batch.producerId() + "/" + batch.producerEpoch() + "/"
            + batch.baseSequence() + " " + batch.isTransactional() + " " + batch.lastOffset() + " "
            + batch.maxTimestamp() + values);
      }
    }
  }
}
