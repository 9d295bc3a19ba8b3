import { describe, expect, it } from "vitest";
import { BrokerError } from "../../../../src/broker/errors.js";
import { CODE, ConnectionLostError } from "../../../../src/broker/kafka/network/kafka-errors.js";
import type { Network } from "../../../../src/broker/kafka/network/network.js";
import { retry } from "../../../../src/broker/kafka/network/retry.js";
import { PartitionProducer } from "../../../../src/broker/kafka/writer/partition-producer.js";

const BATCH = { topic: "t", partition: 0, bytes: new Uint8Array(8) };

/** Whether the batch's memory may be used again. */
async function isTaken(network: Network): Promise<boolean> {
  let taken = false;
  const onTaken = () => {
    taken = true;
  };
  await new PartitionProducer(network, "id").send({ ...BATCH, onTaken }).catch(() => undefined);
  return taken;
}

/** A network with one leader, which answers as it is told. */
function networkThatAnswers(...answers: readonly (number | Error)[]): Network {
  const left = [...answers];
  const send = async () => {
    const answer = left.shift() ?? CODE.none;
    if (answer instanceof Error) throw answer;
    return { topics: [{ topicName: "t", partitions: [{ partition: 0, errorCode: answer, baseOffset: "7" }] }] };
  };
  const fake: Partial<Network> = {
    options: { requestTimeoutMs: 1000 } as Network["options"],
    persist: (work) => retry(work, { forMs: 5000, signal: new AbortController().signal, pauseMs: 1 }),
    leader: async () => 1,
    forgetTopic: () => undefined,
    link: async () => ({ send }) as unknown as Awaited<ReturnType<Network["link"]>>,
  };
  return fake as Network;
}

describe("a batch that the broker takes for a repetition", () => {
  it("was stored if it is one: the first attempt's answer was lost", async () => {
    const network = networkThatAnswers(new ConnectionLostError("no answer"), CODE.duplicateSequence);
    await expect(new PartitionProducer(network, "id").send(BATCH)).resolves.toBeUndefined();
  });

  it("is an error at its first attempt: its sequence number belongs to another", async () => {
    const network = networkThatAnswers(CODE.duplicateSequence);
    await expect(new PartitionProducer(network, "id").send(BATCH)).rejects.toBeInstanceOf(BrokerError);
  });
});

describe("the memory of a batch", () => {
  it("is free once the broker has taken it", async () => {
    expect(await isTaken(networkThatAnswers(CODE.none))).toBe(true);
  });

  it("is never free when it was refused, or sent again: the first connection may still be writing it", async () => {
    expect(await isTaken(networkThatAnswers(CODE.duplicateSequence))).toBe(false);
    expect(await isTaken(networkThatAnswers(new ConnectionLostError("no answer"), CODE.none))).toBe(false);
  });
});
