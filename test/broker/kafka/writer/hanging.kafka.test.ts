import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TopicPartition, Writer } from "../../../../src/broker/broker.js";
import { BrokerError } from "../../../../src/broker/errors.js";
import { KafkaAdmin } from "../../../../src/broker/kafka/admin/kafka-admin.js";
import { resolveOptions } from "../../../../src/broker/kafka/kafka-options.js";
import { ConnectionLostError } from "../../../../src/broker/kafka/network/kafka-errors.js";
import type { Link } from "../../../../src/broker/kafka/network/link.js";
import { Network } from "../../../../src/broker/kafka/network/network.js";
import { readToEnd } from "../../../../src/broker/kafka/read-to-end.js";
import { KafkaWriter } from "../../../../src/broker/kafka/writer/kafka-writer.js";
import { withAdmin } from "../../../support/kafka/direct-admin.js";
import { type JvmCluster, startJvmCluster } from "../../../support/kafka/jvm-cluster.js";
import { hasJvmKafka } from "../../../support/kafka/kafka-brokers.js";

const bytes = new TextEncoder();
const text = new TextDecoder();
const MARKERS_MS = 20_000;

/**
 * A coordinator that never hears of a partition writes no marker there: it then looks as if the marker were forgotten.
 */
describe.skipIf(!hasJvmKafka())("a transaction whose markers never come", () => {
  let cluster: JvmCluster;
  let network: Network;
  let warnings: string[];
  let names = 0;
  let id: string;
  let marked: TopicPartition;
  let hung: TopicPartition;

  beforeAll(async () => {
    // Leaders would else ask the coordinator whether the partition is part of the transaction.
    const settings = { "transaction.partition.verification.enable": "false" };
    cluster = await startJvmCluster({ nodes: 1, settings });
  });
  afterAll(() => cluster?.stop());

  beforeEach(async () => {
    id = `writer-${names++}`;
    marked = { topic: `${id}.marked`, partition: 0 };
    hung = { topic: `${id}.hung`, partition: 1 };
    warnings = [];
    network = connect();
    await new KafkaAdmin(network).createTopics([
      { topic: marked.topic, partitions: 1, cleanup: "delete" },
      { topic: hung.topic, partitions: 2, cleanup: "delete" },
    ]);
  });
  afterEach(() => network.close());

  function connect(transactionTimeoutMs = 30_000): Network {
    const log = ({ level, message }: { level: string; message: string }) => {
      if (level === "warn") warnings.push(message);
    };
    return new Network(resolveOptions({ brokers: cluster.brokers, clientId: "hanging", transactionTimeoutMs, log }));
  }

  const open = (by = network): Promise<Writer> => KafkaWriter.open(by, id, { topics: [marked.topic, hung.topic] });
  /** As one who knows nothing of markers that never come. */
  const openCarelessly = (by = network): Promise<Writer> => KafkaWriter.open(by, id);

  /** Leaves a transaction behind, of which the marker in one of its two partitions is missing. */
  async function leave(end: "commit" | "abort" | undefined, writer?: Writer): Promise<void> {
    const deaf = connect();
    neverAdd(deaf, hung.topic);
    const transaction = await (writer ?? (await openCarelessly(deaf))).begin();
    for (const { topic, partition } of [marked, hung])
      await transaction.append(topic, partition, [{ value: bytes.encode("left") }]);
    if (end !== undefined) await transaction[end]();
    deaf.close();
  }

  async function commit(writer: Writer, ...values: string[]): Promise<void> {
    const transaction = await writer.begin();
    for (const value of values) await transaction.append(hung.topic, hung.partition, [{ value: bytes.encode(value) }]);
    await transaction.commit();
  }

  async function committed({ topic, partition }: TopicPartition): Promise<string[]> {
    const values: string[] = [];
    for await (const records of readToEnd(network, { topic, partition }, undefined))
      values.push(...records.map(({ value }) => text.decode(value!)));
    return values;
  }

  /** Records that readers wait for: the log's end less the last stable offset. */
  async function waiting(): Promise<number> {
    const of = await withAdmin(cluster.brokers, (admin) => admin.fetchTopicOffsets(hung.topic));
    const high = Number(of.find(({ partition }) => partition === hung.partition)!.high);
    return high - (await new KafkaAdmin(network).bounds(hung)).end;
  }

  describe("without the mend", () => {
    it("publishes what was aborted with the next commit", async () => {
      await leave("abort");
      await commit(await openCarelessly(), "next");
      await expect.poll(() => committed(hung), { timeout: MARKERS_MS }).toEqual(["left", "next"]);
    });

    it("loses what was committed with the next abort", async () => {
      await leave("commit");
      const transaction = await (await openCarelessly()).begin();
      await transaction.append(hung.topic, hung.partition, [{ value: bytes.encode("next") }]);
      await transaction.abort();
      await openCarelessly();
      expect(await committed(marked)).toEqual(["left"]);
      expect(await committed(hung)).toEqual([]);
    });
  });

  describe("is ended by the next writer", () => {
    it.each([
      ["commit", ["left"], "committed"],
      ["abort", [], "aborted"],
      [undefined, [], "aborted"],
    ] as const)("as its coordinator had decided: %s", async (end, visible, told) => {
      await leave(end);
      const writer = await open();
      expect(await waiting()).toBe(0);
      expect(await committed(marked)).toEqual(visible);
      expect(await committed(hung)).toEqual(visible);
      expect(warnings).toEqual([expect.stringMatching(`${id} in ${hung.topic}/${hung.partition}: ${told}`)]);
      await commit(writer, "next");
      expect(await committed(hung)).toEqual([...visible, "next"]);
    });

    it("even if the answer to its taking over is lost", async () => {
      await leave("commit");
      const unheard = connect();
      loseAnswer(unheard, "InitProducerId");
      await open(unheard);
      expect(await committed(hung)).toEqual(["left"]);
      unheard.close();
    });

    it("not before every partition has a leader: the coordinator would forget its decision", async () => {
      await leave("commit");
      const away = connect(1_000);
      const leader = away.leader.bind(away);
      away.leader = (topic, partition) => {
        if (topic === hung.topic) throw new BrokerError("there is no leader", { retriable: true });
        return leader(topic, partition);
      };
      await expect(open(away)).rejects.toThrow("there is no leader");
      away.close();
      await open();
      expect(await committed(hung)).toEqual(["left"]);
    });

    it("and nothing is said where nothing hangs", async () => {
      await commit(await open(), "one", "two");
      const writer = await open();
      expect(await committed(hung)).toEqual(["one", "two"]);
      await commit(writer, "three");
      expect(await committed(hung)).toEqual(["one", "two", "three"]);
      expect(warnings).toEqual([]);
    });
  });

  it("is not taken for committed by its own writer, which ends with it", async () => {
    const deaf = connect();
    neverAdd(deaf, hung.topic);
    const writer = await open(deaf);
    await expect(leave("commit", writer)).rejects.toThrow("although it has ended: a new writer is needed");
    await expect(writer.begin()).rejects.toThrow("a new writer is needed");
    await open();
    expect(await committed(marked)).toEqual(["left"]);
    expect(await committed(hung)).toEqual(["left"]);
    deaf.close();
  });
});

type Ask = Link["request"];

function interfere(network: Network, how: (ask: Ask) => Ask): void {
  const withCoordinator = network.withCoordinator.bind(network);
  network.withCoordinator = (type, key, purpose, work) =>
    withCoordinator(type, key, purpose, (link) => {
      const request = how(link.request.bind(link));
      const get = (_: Link, name: string | symbol): unknown => {
        const value: unknown = name === "request" ? request : Reflect.get(link, name, link);
        return typeof value === "function" ? value.bind(link) : value;
      };
      return work(new Proxy(link, { get }));
    });
}

/** Partitions of a topic are left out of what is added to transactions, and nobody notices. */
function neverAdd(network: Network, topic: string): void {
  interfere(network, (ask) => async <T>(name: string, args: unknown, extraMs?: number): Promise<T> => {
    if (name !== "AddPartitionsToTxn") return ask(name, args, extraMs);
    const { topics, ...rest } = args as { topics: { topic: string }[] };
    const heard = topics.filter((added) => added.topic !== topic);
    return heard.length === 0 ? ({ errors: [] } as T) : ask(name, { ...rest, topics: heard }, extraMs);
  });
}

/** The coordinator does it, and nobody hears of it, once. */
function loseAnswer(network: Network, lost: string): void {
  let isLost = false;
  interfere(network, (ask) => async <T>(name: string, args: unknown, extraMs?: number): Promise<T> => {
    const answer = await ask<T & { readonly errorCode: number }>(name, args, extraMs);
    if (name !== lost || isLost || answer.errorCode !== 0) return answer;
    isLost = true;
    throw new ConnectionLostError("the answer was lost");
  });
}
