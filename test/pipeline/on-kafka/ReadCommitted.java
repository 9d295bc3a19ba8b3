import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Prints the value of every committed record of a topic, a line each: brokers, topic. */
public final class ReadCommitted {
  public static void main(String[] args) {
    var settings = Map.<String, Object>of("bootstrap.servers", args[0], "isolation.level", "read_committed");
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      List<PartitionInfo> infos = consumer.partitionsFor(args[1]);
      var partitions = infos.stream().map(info -> new TopicPartition(args[1], info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        for (var record : consumer.poll(Duration.ofMillis(200)))
          System.out.println(new String(record.value(), StandardCharsets.UTF_8));
      }
    }
  }
}
