"""
Points from one topic, labels to another, exactly once: python3 kafka_peer.py MODEL [FORMAT BROKERS INPUT OUTPUT COUNT FILE]

A consumer and a transactional producer of confluent-kafka with a model between them, or "none". The model makes labels
and adds up statistics, and nobody ever does an M-step. Says its version (and ends if that is all it is asked for), then
after each commit how many points are committed, when (ms since 1970), and after how much processor time (ms), until it
is COUNT.
"""

import json
import sys
import time

import confluent_kafka
import numpy as np
from confluent_kafka import Consumer, Producer

from case_file import Case, read_case
from models import blocks, model_of, version_of

try:
    from orjson import loads
except ImportError:
    from json import loads

COMMIT_SECONDS = 0.5
WAIT_SECONDS = 0.05
POINTS_AT_ONCE = 10_000


def say(**words) -> None:
    times = {"at": time.time() * 1000, "processor": time.process_time() * 1000}
    print(json.dumps({**words, **times}), flush=True)


def version(name: str) -> str:
    parser = "" if loads is json.loads else " + orjson"
    model = "" if name == "none" else f", {version_of(name)}"
    return f"{confluent_kafka.__version__}{parser}{model}"


class JsonMessages:
    """One point and one label a message."""

    messages_at_once = POINTS_AT_ONCE
    blank = b'{"component":15,"responsibility":0.9999999999999998,"logDensity":-12.345678901234567}'

    def __init__(self, case: Case):
        self.components = len(case.weights)

    def points(self, values: list[bytes]) -> np.ndarray:
        return np.array(loads(b"[" + b",".join(values) + b"]"))

    def labels(self, values, responsibilities, log_density):
        best = responsibilities.argmax(axis=1)
        shares = responsibilities[np.arange(len(best)), best]
        for k, share, density in zip(best.tolist(), shares.tolist(), log_density.tolist()):
            yield f'{{"component":{k},"responsibility":{share},"logDensity":{density}}}'

    def blanks(self, values):
        return (self.blank for _ in values)

    def count(self, values) -> int:
        return len(values)


class PackedMessages:
    """Rows of float64 in; the log density and all responsibilities as rows of float32 out."""

    messages_at_once = POINTS_AT_ONCE // 1000

    def __init__(self, case: Case):
        self.components, self.dimensions = case.means.shape

    def rows(self, value: bytes) -> int:
        return len(value) // (8 * self.dimensions)

    def points(self, values: list[bytes]) -> np.ndarray:
        return np.frombuffer(b"".join(values)).reshape(-1, self.dimensions)

    def labels(self, values, responsibilities, log_density):
        rows = np.empty((len(log_density), 1 + self.components), dtype="<f4")
        rows[:, 0] = log_density
        rows[:, 1:] = responsibilities
        start = 0
        for value in values:
            end = start + self.rows(value)
            yield rows[start:end].tobytes()
            start = end

    def blanks(self, values):
        return (bytes(self.rows(value) * 4 * (1 + self.components)) for value in values)

    def count(self, values) -> int:
        return sum(self.rows(value) for value in values)


def scores(model, points: np.ndarray):
    parts = [model.learn(block) for block in blocks(model, points)]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def clients(brokers: str, group: str) -> tuple[Consumer, Producer]:
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
            "queued.min.messages": 1_000_000,
            "fetch.wait.max.ms": 10,
        }
    )
    producer = Producer(
        {
            "bootstrap.servers": brokers,
            "transactional.id": group,
            "linger.ms": 5,
            "batch.size": 900_000,
            "queue.buffering.max.messages": 2_000_000,
            "queue.buffering.max.kbytes": 1_000_000,
            "delivery.report.only.error": True,
        }
    )
    producer.init_transactions()
    return consumer, producer


def produce(producer: Producer, topic: str, label, partition: int) -> None:
    while True:
        try:
            return producer.produce(topic, label, partition=partition)
        except BufferError:
            producer.poll(0.01)


def run(name: str, kind: str, brokers: str, source: str, target: str, count: int, path: str) -> None:
    case = read_case(path)
    model = None if name == "none" else model_of(name, case)
    messages_of = {"json": JsonMessages, "packed": PackedMessages}[kind](case)
    consumer, producer = clients(brokers, target)
    consumer.subscribe([source])
    done = 0
    producer.begin_transaction()
    due = None
    while done < count or due is not None:
        messages = consumer.consume(messages_of.messages_at_once, WAIT_SECONDS)
        if messages:
            values = [message.value() for message in messages]
            if model is None:
                labels = messages_of.blanks(values)
            else:
                labels = messages_of.labels(values, *scores(model, messages_of.points(values)))
            for message, label in zip(messages, labels):
                produce(producer, target, label, message.partition())
            done += messages_of.count(values)
            due = due or time.monotonic() + COMMIT_SECONDS
        if due is not None and (done == count or time.monotonic() >= due):
            positions = consumer.position(consumer.assignment())
            producer.send_offsets_to_transaction(positions, consumer.consumer_group_metadata())
            producer.commit_transaction()
            say(committed=done)
            due = None
            if done < count:
                producer.begin_transaction()
    consumer.close()


say(version=version(sys.argv[1]))
if len(sys.argv) > 2:
    run(*sys.argv[1:6], int(sys.argv[6]), sys.argv[7])
