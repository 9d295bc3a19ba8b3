import { describe, expect, it } from "vitest";
import { BrokerError, FencedError } from "../../../../src/broker/errors.js";
import type { FaultPoint, Faults } from "../../../../src/broker/memory/faults.js";
import { script } from "../support/script.js";
import { record, simulated } from "../support/simulated.js";

describe("a fault script", () => {
  it("is asked before and after each call and told what it is about", async () => {
    const seen: FaultPoint[] = [];
    const { clock, connect } = simulated();
    const broker = connect("c", { faults: (point) => void seen.push(point) });
    const writer = await clock.run(broker.writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("a"), record("b")]));
    await clock.run(transaction.commit());
    await clock.run(broker.admin.groupPositions("g", "points"));
    const steps = [
      { name: "writer", transactionalId: "id" },
      { name: "begin", transactionalId: "id" },
      { name: "append", transactionalId: "id", topic: "points", partition: 0, records: 2 },
      { name: "commit", transactionalId: "id" },
      { name: "groupPositions", group: "g", topic: "points" },
    ];
    const shared = { clientId: "c", attempt: 1 };
    expect(seen).toEqual(
      steps.flatMap((step) => (["before", "after"] as const).map((phase) => ({ ...step, ...shared, phase }))),
    );
  });

  it("delays request and reply", async () => {
    const { clock, connect, committed } = simulated();
    const faults: Faults = ({ name, phase }) =>
      name === "commit" ? { delayMs: phase === "before" ? 30 : 20 } : undefined;
    const { transaction } = await open(clock, connect("c", { faults }));
    await clock.run(transaction.append("points", 0, [record("a")]));
    const begun = clock.now;
    const commit = transaction.commit();
    await clock.advance(29);
    expect(committed("points", 0)).toEqual([]);
    await clock.advance(1);
    expect(committed("points", 0)).toEqual(["a"]);
    await clock.run(commit);
    expect(clock.now - begun).toBe(50);
  });

  it("fails a call without its effect, or in spite of it", async () => {
    for (const phase of ["before", "after"] as const) {
      const { clock, cluster, connect } = simulated();
      const error = new BrokerError("scripted", { retriable: true });
      const { transaction } = await open(clock, connect("c", script("append", phase, { error })));
      await expect(clock.run(transaction.append("points", 0, [record("a")]))).rejects.toBe(error);
      expect(cluster.inspect("points", 0).records).toHaveLength(phase === "before" ? 0 : 1);
    }
  });

  it("kills the process before or after a step", async () => {
    for (const phase of ["before", "after"] as const) {
      const { clock, connect, committed } = simulated();
      const { transaction } = await open(clock, connect("c", script("commit", phase, { crash: true })));
      await clock.run(transaction.append("points", 0, [record("a")]));
      await expect(clock.run(transaction.commit(), 5_000)).rejects.toThrow("nothing came");
      expect(committed("points", 0)).toEqual(phase === "before" ? [] : ["a"]);
      await clock.run(connect("successor").writer("id"));
      expect(committed("points", 0)).toEqual(phase === "before" ? [] : ["a"]);
    }
  });
});

describe("a lost reply", () => {
  it("to append is repeated by the client and takes effect once", async () => {
    for (const phase of ["before", "after"] as const) {
      const appended: number[] = [];
      const { clock, connect, committed } = simulated({
        observe: (event) => void (event.type === "append" && appended.push(event.baseOffset)),
      });
      const lossy = script("append", phase, { loseReply: true }, { loseReply: true });
      const { transaction } = await open(clock, connect("c", { ...lossy, retryMs: 40 }));
      const begun = clock.now;
      await clock.run(transaction.append("points", 0, [record("a"), record("b")]));
      expect(clock.now - begun).toBe(80);
      expect(lossy.seen.map(({ attempt }) => attempt).at(-1)).toBe(3);
      await clock.run(transaction.append("points", 0, [record("c")]));
      await clock.run(transaction.commit());
      expect(committed("points", 0)).toEqual(["a", "b", "c"]);
      expect(appended).toEqual([0, 2]);
    }
  });

  it("to append does not let a later append of the partition overtake", async () => {
    const { clock, connect, committed } = simulated();
    const { transaction } = await open(clock, connect("c", script("append", "before", { loseReply: true })));
    const appends = ["a", "b", "c"].map((value) => transaction.append("points", 0, [record(value)]));
    await clock.run(Promise.all(appends));
    await clock.run(transaction.commit());
    expect(committed("points", 0)).toEqual(["a", "b", "c"]);
  });

  it("to append is found to be fenced when somebody took over meanwhile", async () => {
    const { clock, connect, committed } = simulated();
    const { transaction } = await open(clock, connect("c", script("append", "after", { loseReply: true })));
    const append = transaction.append("points", 0, [record("a")]);
    await clock.run(connect("owner").writer("id"), 50);
    await expect(clock.run(append)).rejects.toBeInstanceOf(FencedError);
    expect(committed("points", 0)).toEqual([]);
  });

  it.each(["commit", "abort"] as const)("to %s leaves the outcome unknown and the writer useless", async (end) => {
    for (const phase of ["before", "after"] as const) {
      const { clock, cluster, connect } = simulated();
      const { writer, transaction } = await open(clock, connect("c", script(end, phase, { loseReply: true })));
      await clock.run(transaction.append("points", 0, [record("a")]));
      await expect(clock.run(transaction[end]())).rejects.toMatchObject({ retriable: true });
      const decided = end === "commit" ? "committed" : "aborted";
      expect(cluster.inspect("points", 0).records[0]!.fate).toBe(phase === "before" ? "open" : decided);
      await expect(writer.begin()).rejects.toThrow(/drop the writer/);
      await expect(transaction.append("points", 0, [record("b")])).rejects.toThrow(/is over/);
    }
  });

  it("to commit is asked again where the client has that habit", async () => {
    for (const phase of ["before", "after"] as const) {
      const { clock, connect, committed } = simulated();
      const lossy = script("commit", phase, { loseReply: true });
      const broker = connect("c", { ...lossy, habits: { lostOutcome: "retry" } });
      const { transaction } = await open(clock, broker);
      await clock.run(transaction.append("points", 0, [record("a")]));
      await clock.run(transaction.commit());
      expect(committed("points", 0)).toEqual(["a"]);
    }
  });

  it("to the first call of a writer costs an epoch", async () => {
    const { clock, connect } = simulated();
    const { transaction } = await open(clock, connect("c", script("writer", "after", { loseReply: true })));
    await clock.run(transaction.append("points", 0, [record("a")]));
    await clock.run(transaction.commit());
  });

  it("again and again is a retriable failure in the end", async () => {
    const { clock, connect } = simulated();
    const broker = connect("c", { faults: () => ({ loseReply: true }) });
    await expect(clock.run(broker.clusterId())).rejects.toMatchObject({ name: "BrokerError", retriable: true });
  });
});

it("faults reach reading too: a failed piece ends the iteration", async () => {
  const { clock, cluster, connect } = simulated();
  cluster.produce(
    "points",
    0,
    Array.from({ length: 1_500 }, (_, i) => record(String(i))),
  );
  const error = new BrokerError("scripted");
  const broker = connect("c", script("readToEnd", "before", undefined, undefined, { error }));
  let read = 0;
  const reading = (async () => {
    for await (const piece of broker.readToEnd({ topic: "points", partition: 0 })) read += piece.length;
  })();
  await expect(clock.run(reading)).rejects.toBe(error);
  expect(read).toBe(1_000);
});

type Run = ReturnType<typeof simulated>;

async function open(clock: Run["clock"], broker: ReturnType<Run["connect"]>) {
  const writer = await clock.run(broker.writer("id"));
  return { writer, transaction: await clock.run(writer.begin()) };
}
