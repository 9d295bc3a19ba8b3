import { describe, expect, it } from "vitest";
import type { OutgoingRecord } from "../../../src/broker/broker.js";
import { BrokerError, UnknownPartitionError } from "../../../src/broker/errors.js";
import { sliceColumns } from "../../../src/broker/record-columns.js";
import { columnsOf } from "../../support/record-columns.js";
import type { BrokerHarness } from "./harness.js";
import { bytes, createTopic, publish, readAll, record, text, values } from "./support.js";

export function describeLogs(harness: () => BrokerHarness): void {
  describe("logs", () => {
    it("returns keys, values, headers and timestamps as they were written, and null as null", async () => {
      const { broker, topic } = await setUp();
      const written: OutgoingRecord[] = [
        { key: bytes("key"), value: bytes("value"), headers: { one: bytes("1"), empty: bytes("") }, timestamp: 1_000 },
        { key: bytes("gone"), value: null, timestamp: 999 },
        { key: null, value: Uint8Array.of(0, 255, 128), timestamp: 2_000 },
        { value: bytes(""), timestamp: 2_000 },
      ];
      await publish(harness(), broker, { topic, partition: 0 }, written);
      await harness().until(async () => (await readAll(broker, { topic, partition: 0 })).length === 4, "the records");
      const read = await readAll(broker, { topic, partition: 0 });
      const plain = (value: Uint8Array | null | undefined) => (value ? [...value] : null);
      const headers = ({ headers = {} }: Pick<OutgoingRecord, "headers">) =>
        Object.entries(headers).map(([name, value]) => [name, [...value]]);
      for (const [i, record] of read.entries()) {
        expect(record.offset).toBe(i);
        expect(plain(record.key)).toEqual(plain(written[i]!.key));
        expect(plain(record.value)).toEqual(plain(written[i]!.value));
        expect(headers(record)).toEqual(headers(written[i]!));
        expect(record.timestamp).toBe(written[i]!.timestamp);
      }
    });

    it("takes records in columns, parts of them and single ones together", async () => {
      const { broker, topic } = await setUp();
      const [first, ...rest] = ["not sent", "a", "", "b", "not sent either"].map((value, i) => ({
        key: i % 2 === 0 ? null : bytes(`key ${i}`),
        value: bytes(value),
        headers: i < 3 ? { n: bytes(`${i}`) } : {},
        timestamp: 1_000 - i,
      }));
      const part = sliceColumns(columnsOf([first!, ...rest]), 1, 4);
      await publish(harness(), broker, { topic, partition: 0 }, [part, record("single")]);
      await publish(harness(), broker, { topic, partition: 0 }, [part]);
      await harness().until(async () => (await readAll(broker, { topic, partition: 0 })).length === 7, "the records");
      const read = await readAll(broker, { topic, partition: 0 });
      expect(values(read)).toEqual(["a", "", "b", "single", "a", "", "b"]);
      const others = read.filter(({ value }) => text(value) !== "single");
      expect(others.map(({ key }) => text(key))).toEqual(Array(2).fill(["key 1", "null", "key 3"]).flat());
      expect(others.map(({ timestamp }) => timestamp)).toEqual([999, 998, 997, 999, 998, 997]);
      expect(others.map(({ headers }) => headers.n && text(headers.n)).slice(0, 3)).toEqual(["1", "2", undefined]);
    });

    it("stamps records that have no timestamp with the client's clock", async () => {
      const { broker, topic } = await setUp();
      const before = Date.now();
      await publish(harness(), broker, { topic, partition: 0 }, [record("a"), columnsOf([{ value: bytes("b") }])]);
      const [read, inColumns] = await readAll(broker, { topic, partition: 0 });
      expect(read!.timestamp).toBeGreaterThanOrEqual(before - 1_000);
      expect(read!.timestamp).toBeLessThanOrEqual(Date.now() + 1_000);
      expect(inColumns!.timestamp).toBe(read!.timestamp);
    });

    it("stamps records with the time of their append where the topic wants it so", async () => {
      const broker = await harness().connect("client");
      const topic = harness().unique("appended");
      const settings = { "message.timestamp.type": "LogAppendTime" };
      await broker.admin.createTopics([{ topic, partitions: 1, cleanup: "delete", settings }]);
      await publish(harness(), broker, { topic, partition: 0 }, [{ ...record("a"), timestamp: 1_000 }]);
      const [read] = await readAll(broker, { topic, partition: 0 });
      expect(read!.timestamp).toBeGreaterThan(Date.now() - 60_000);
    });

    it("reads from an offset to the last stable offset as it was at the call", async () => {
      const { broker, topic } = await setUp();
      await publish(harness(), broker, { topic, partition: 0 }, ["a", "b", "c"].map(record));
      const { end } = await broker.admin.bounds({ topic, partition: 0 });
      const reading = broker.readToEnd({ topic, partition: 0 }, 1);
      const writer = await broker.writer(harness().unique("id"));
      const open = await writer.begin();
      await open.append(topic, 0, [record("open")]);
      const read: string[] = [];
      for await (const piece of reading) read.push(...values(piece));
      expect(read).toEqual(["b", "c"]);
      expect(await readAll(broker, { topic, partition: 0 }, end)).toEqual([]);
      await open.abort();
    });

    it("reads long partitions in bounded pieces", async () => {
      const { broker, topic } = await setUp();
      const all = Array.from({ length: 5_000 }, (_, i) => record(String(i)));
      await publish(harness(), broker, { topic, partition: 0 }, all);
      const sizes: number[] = [];
      const read: string[] = [];
      for await (const piece of broker.readToEnd({ topic, partition: 0 })) {
        sizes.push(piece.length);
        read.push(...values(piece));
      }
      expect(read).toEqual(all.map((_, i) => String(i)));
      expect(Math.max(...sizes)).toBeLessThan(5_000);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    });

    it("leaves out what was committed since the call", async () => {
      const { broker, topic } = await setUp();
      const all = Array.from({ length: 2_500 }, (_, i) => record(String(i)));
      await publish(harness(), broker, { topic, partition: 0 }, all);
      let read = 0;
      for await (const piece of broker.readToEnd({ topic, partition: 0 })) {
        if (read === 0) await publish(harness(), broker, { topic, partition: 0 }, [record("later")]);
        read += piece.length;
      }
      expect(read).toBe(2_500);
    });

    it("forgets records before an offset", async () => {
      const { broker, topic } = await setUp();
      await publish(harness(), broker, { topic, partition: 0 }, ["a", "b", "c"].map(record));
      await broker.admin.deleteRecords({ topic, partition: 0 }, 2);
      expect((await broker.admin.bounds({ topic, partition: 0 })).start).toBe(2);
      expect(values(await readAll(broker, { topic, partition: 0 }))).toEqual(["c"]);
      await expect(readAll(broker, { topic, partition: 0 }, 1)).rejects.toBeInstanceOf(BrokerError);
      await broker.admin.deleteRecords({ topic, partition: 0 }, 1);
      expect((await broker.admin.bounds({ topic, partition: 0 })).start).toBe(2);
      await expect(broker.admin.deleteRecords({ topic, partition: 0 }, 99)).rejects.toBeInstanceOf(BrokerError);
    });

    it("finds the first offset at or after a timestamp", async () => {
      const { broker, topic } = await setUp();
      const at = (timestamp: number) => ({ ...record(String(timestamp)), timestamp });
      await publish(harness(), broker, { topic, partition: 0 }, [at(1_000), at(2_000)]);
      await publish(harness(), broker, { topic, partition: 0 }, [at(3_000)]);
      const offsets = [];
      for (const timestamp of [0, 1_000, 1_001, 2_001]) {
        offsets.push(await broker.admin.offsetAt({ topic, partition: 0 }, timestamp));
      }
      expect(offsets.slice(0, 3)).toEqual([0, 0, 1]);
      expect(values(await readAll(broker, { topic, partition: 0 }, offsets[3]))).toEqual(["3000"]);
      const { end } = await broker.admin.bounds({ topic, partition: 0 });
      expect(await broker.admin.offsetAt({ topic, partition: 0 }, 3_001)).toBe(end);
    });

    it("creates topics that do not exist and leaves the others alone", async () => {
      const broker = await harness().connect("admin");
      const [one, two] = [harness().unique("one"), harness().unique("two")];
      await broker.admin.createTopics([{ topic: one, partitions: 2, cleanup: "delete" }]);
      await broker.admin.createTopics([
        { topic: one, partitions: 5, cleanup: "compact" },
        { topic: two, partitions: 3, cleanup: "compact", settings: { "min.cleanable.dirty.ratio": "0.1" } },
      ]);
      const counts = await broker.admin.partitionCounts([one, two, harness().unique("absent")]);
      expect([...counts].sort()).toEqual(
        [
          [one, 2],
          [two, 3],
        ].sort(),
      );
    });

    it("lists topics, and describes those that exist", async () => {
      const broker = await harness().connect("admin");
      const [kept, log, absent] = [harness().unique("kept"), harness().unique("log"), harness().unique("absent")];
      const settings = { "min.cleanable.dirty.ratio": "0.1", "segment.bytes": "33554432" };
      await broker.admin.createTopics([
        { topic: kept, partitions: 1, cleanup: "compact", replication: 1, settings },
        { topic: log, partitions: 3, cleanup: "delete", replication: 1, settings: { "retention.ms": "86400000" } },
      ]);
      const names = await broker.admin.listTopics();
      expect(names).toEqual(expect.arrayContaining([kept, log]));
      expect(names).not.toContain(absent);
      expect(names.filter((name) => name.startsWith("__"))).toEqual([]);
      const described = await broker.admin.describeTopics([kept, log, absent]);
      expect([...described.keys()].sort()).toEqual([kept, log].sort());
      expect(described.get(kept)).toMatchObject({ partitions: 1, replication: 1 });
      expect(described.get(kept)?.settings).toMatchObject({ "cleanup.policy": "compact", ...settings });
      expect(described.get(log)).toMatchObject({ partitions: 3, replication: 1 });
      const inForce = { "cleanup.policy": "delete", "retention.ms": "86400000", "min.insync.replicas": "1" };
      expect(described.get(log)?.settings).toMatchObject(inForce);
      expect(await broker.admin.describeTopics([])).toEqual(new Map());
    });

    it("refuses more copies than there are brokers", async () => {
      const broker = await harness().connect("admin");
      const brokers = await broker.admin.brokerCount();
      expect(brokers).toBeGreaterThanOrEqual(1);
      const topic = harness().unique("copies");
      const spec = { topic, partitions: 1, cleanup: "delete" } as const;
      await expect(broker.admin.createTopics([{ ...spec, replication: brokers + 1 }])).rejects.toBeInstanceOf(
        BrokerError,
      );
      expect(await broker.admin.partitionCounts([topic])).toEqual(new Map());
    });

    it("grows topics, never shrinks them, and a client that connects then writes to the new partition", async () => {
      const { broker, topic } = await setUp();
      await broker.admin.growTopic(topic, 3);
      expect(await broker.admin.partitionCounts([topic])).toEqual(new Map([[topic, 3]]));
      await expect(broker.admin.growTopic(topic, 2)).rejects.toBeInstanceOf(BrokerError);
      await publish(harness(), await harness().connect("later"), { topic, partition: 2 }, [record("new")]);
      const arrived = async () => (await readAll(broker, { topic, partition: 2 })).length === 1;
      await harness().until(arrived, "the record of the new partition");
    });

    it("says that a partition is unknown", async () => {
      const { broker, topic } = await setUp();
      await expect(broker.admin.bounds({ topic, partition: 7 })).rejects.toBeInstanceOf(UnknownPartitionError);
      await expect(readAll(broker, { topic, partition: 7 })).rejects.toBeInstanceOf(UnknownPartitionError);
      const absent = { topic: harness().unique("absent"), partition: 0 };
      await expect(broker.admin.offsetAt(absent, 0)).rejects.toBeInstanceOf(UnknownPartitionError);
    });

    it("has one identity for all clients", async () => {
      const [one, two] = [await harness().connect("one"), await harness().connect("two")];
      const id = await one.clusterId();
      expect(id).not.toBe("");
      expect(await two.clusterId()).toBe(id);
    });
  });

  async function setUp() {
    const broker = await harness().connect("client");
    return { broker, topic: await createTopic(harness(), broker) };
  }
}
