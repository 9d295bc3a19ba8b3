"""Prints the value of every committed record of a topic, a line each: brokers, topic."""

import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

brokers, topic = sys.argv[1:]
consumer = Consumer(
    {
        "bootstrap.servers": brokers,
        "group.id": f"{topic}-read-committed",
        "isolation.level": "read_committed",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
    }
)
partitions = list(consumer.list_topics(topic).topics[topic].partitions)
consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in partitions])
left = set(partitions)
while left:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        left.discard(message.partition())
    else:
        print(message.value().decode())
consumer.close()
