import { describe, expect, it } from "vitest";
import { BrokerError } from "../../../src/broker/errors.js";
import type { Call, Faults } from "../../../src/broker/memory/faults.js";
import { planReplay } from "../../../src/pipeline/replay/plan-replay.js";
import { promote } from "../../../src/pipeline/tools/promote.js";
import { Dice } from "../../simulation/dice.js";
import { APP, due, Harness, INPUT } from "../support/harness.js";
import { learnAs, others, promotion, verify } from "../tools/promotions.js";
import { outcome, produceHistory, replay, timed } from "./replays.js";

const dead = (at: number): Faults => {
  let calls = 0;
  return ({ phase }) => (phase === "before" && ++calls === at ? { crash: true } : undefined);
};

describe("a replay", () => {
  it("labels all history under its own name, oldest first, and folds the last mini-batch in", async () => {
    const harness = new Harness(3);
    produceHistory(harness);
    const { complete, events } = await harness.settle(replay(harness, harness.connect("replayer"), "new"));
    expect(complete).toBe(true);
    const { labels, order } = await outcome(harness, "new");
    for (const [partition, found] of labels.entries())
      expect(found.map((label) => JSON.parse(label).at)).toEqual(due(60, partition));
    const times = order.map((place) => {
      const [partition, offset] = place.split("/").map(Number);
      return harness.cluster.inspect(INPUT, partition!).records[offset!]!.timestamp;
    });
    expect(order.length).toBe(180);
    // Timestamps run backwards by 30 at most within a partition, so in the merged order too.
    for (const [i, time] of times.entries()) expect(time).toBeGreaterThan(Math.max(...times.slice(0, i)) - 31);
    expect(events.at(-2)).toMatchObject({ type: "committed", inputs: [{ type: "flush" }] });
  });

  it("agrees with another one bit for bit, however batches and commits are cut", async () => {
    const harness = new Harness(3);
    produceHistory(harness);
    const broker = harness.connect("replayer", { latencyMs: 1 });
    await harness.settle(replay(harness, broker, "new"));
    const cut = { batchRecords: 2, settings: { commit: { interval: 3, points: 5 }, restarts: { delay: 10 } } };
    await harness.settle(replay(harness, broker, "again", cut));
    expect(await outcome(harness, "again")).toEqual(await outcome(harness, "new"));
  });

  it("goes on where it was killed, within the bounds it began with, to the same bits", async () => {
    const whole = new Harness(3);
    produceHistory(whole);
    await whole.settle(replay(whole, whole.connect("replayer"), "new"));
    const expected = await outcome(whole, "new");
    const settings = { commit: { interval: 5, points: 25 }, restarts: { delay: 10 } };
    for (let at = 3; at < 100; at += 4) {
      const harness = new Harness(3);
      produceHistory(harness);
      replay(harness, harness.connect("first", { faults: dead(at) }), "new", { settings }).catch(() => undefined);
      await harness.pass(400);
      const begun = await harness.settle(
        planReplay({ app: "new", input: INPUT, broker: harness.connect("planner"), from: "earliest", to: "now" }).catch(
          () => undefined,
        ),
      );
      if (begun?.resumed !== undefined) {
        // Whatever comes later is no part of it.
        harness.cluster.produce(INPUT, 1, timed([5, 6, 7], 500));
        harness.cluster.growTopic(INPUT, 4);
        harness.cluster.produce(INPUT, 3, timed([1000], 600));
      }
      const { complete } = await harness.settle(replay(harness, harness.connect("second"), "new", { settings }));
      expect(complete).toBe(true);
      expect(await outcome(harness, "new")).toEqual(expected);
    }
  });

  it("survives trouble: hiccups of the broker, a lost commit, a rival of the same name", async () => {
    const whole = new Harness(3);
    produceHistory(whole);
    await whole.settle(replay(whole, whole.connect("replayer"), "new"));
    const harness = new Harness(3);
    produceHistory(harness);
    const dice = new Dice(7);
    let planned = false;
    const faults: Faults = ({ name, phase }) => {
      const affected: Call["name"][] = ["readToEnd", "bounds", "append", "commit", "begin"];
      planned ||= name === "writer"; // planning is a person's one call, which he repeats himself
      if (!planned || !affected.includes(name) || !dice.chance(0.04)) return undefined;
      if (name === "commit" && phase === "after") return { loseReply: true };
      return { error: new BrokerError("hiccup", { retriable: true }) };
    };
    const settings = { commit: { interval: 5, points: 25 }, restarts: { delay: 5 } };
    const running = replay(harness, harness.connect("replayer", { faults }), "new", { settings });
    await harness.pass(20);
    await harness.settle(harness.connect("rival").writer("new-all"));
    const { complete, events } = await harness.settle(running);
    if (!complete) await harness.settle(replay(harness, harness.connect("second"), "new", { settings }));
    expect(events.filter(({ type }) => type === "dropped").length).toBeGreaterThan(1);
    expect(await outcome(harness, "new")).toEqual(await outcome(whole, "new"));
  });

  it("reads only what lies between two times", async () => {
    const harness = new Harness(2);
    harness.cluster.produce(INPUT, 0, timed([100, 200, 300, 400]));
    harness.cluster.produce(INPUT, 1, timed([150, 250, 350], 50));
    await harness.settle(replay(harness, harness.connect("replayer"), "new", { from: 200, to: 350 }));
    const at = (partition: number) =>
      harness.cluster
        .inspect("new.labels", partition)
        .records.filter(({ fate }) => fate === "committed")
        .map(({ value }) => JSON.parse(new TextDecoder().decode(value!)).at);
    expect([at(0), at(1)]).toEqual([["0/1/-1", "0/2/-1"], ["1/1/-1"]]);
  });

  it("comes to its end behind aborted records, and when there is nothing at all", async () => {
    const harness = new Harness(2);
    harness.cluster.produce(INPUT, 0, timed([100, 200]));
    const writer = await harness.settle(harness.connect("user").writer("user"));
    const transaction = await harness.settle(writer.begin());
    await harness.settle(transaction.append(INPUT, 0, timed([300])));
    await harness.settle(transaction.abort());
    await harness.pass(100);
    expect((await harness.settle(replay(harness, harness.connect("a"), "new"))).complete).toBe(true);
    const nothing = await harness.settle(replay(harness, harness.connect("b"), "empty", { from: 1000 }));
    expect(nothing.complete).toBe(true);
  });

  it("passes history at a multiple of its speed", async () => {
    const harness = new Harness(2);
    harness.cluster.produce(INPUT, 0, timed([0, 10_000, 20_000]));
    harness.cluster.produce(INPUT, 1, timed([5_000, 15_000], 50));
    const seen: [number, number][] = [];
    let records = 0;
    const begin = harness.scheduler.now();
    const running = replay(harness, harness.connect("replayer"), "new", { speed: 10 }).then(({ events }) => events);
    for (let ms = 0; ms < 2500; ms += 250) {
      await harness.pass(250);
      const { positions } = await harness
        .settle(planReplay({ app: "new", input: INPUT, broker: harness.connect("p"), from: "earliest", to: "now" }))
        .then(({ resumed }) => ({ positions: resumed ?? new Map() }));
      records = [...positions.values()].reduce((sum: number, offset: number) => sum + offset, 0);
      seen.push([harness.scheduler.now() - begin, records]);
    }
    await harness.settle(running);
    expect(seen.map(([, count]) => count)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it("stops between two units when it is asked to, and says that it is not done", async () => {
    const harness = new Harness(3);
    produceHistory(harness);
    const stop = new AbortController();
    const settings = { commit: { interval: 5, points: 25 } };
    const slow = { settings, speed: 5, signal: stop.signal };
    const running = replay(harness, harness.connect("replayer"), "new", slow);
    await harness.pass(60);
    stop.abort();
    const { complete, events } = await harness.settle(running);
    expect(complete).toBe(false);
    expect(events.some(({ type }) => type === "committed")).toBe(true);
    await expect(harness.settle(promote(promotion(harness)))).rejects.toThrow(/new has \d+ offsets .* left to replay/);
  });

  it("leaves the live app alone: no group, no transactional id, no topic of it", async () => {
    const harness = new Harness(3);
    const live = harness.run("live");
    produceHistory(harness);
    await harness.pass(200);
    const before = live.events.length;
    const touched = new Set<string>();
    const faults: Faults = ({ name, topic, group, transactionalId }) => {
      for (const thing of [topic && `topic ${topic}`, group && `group ${group}`, transactionalId])
        if (thing) touched.add(`${thing}${name === "append" ? ", written" : ""}`);
      return undefined;
    };
    await harness.settle(replay(harness, harness.connect("replayer", { faults }), "new"));
    const own = ["labels", "snapshots", "model", "state", "journal"].map((name) => `topic new.${name}, written`);
    expect(touched).toContain("new-all");
    for (const topic of own) expect(touched).toContain(topic);
    expect([...touched].filter((thing) => !/^(topic |group )?new/.test(thing)).sort()).toEqual([`topic ${INPUT}`]);
    expect(live.events.length).toBe(before);
    expect(live.end).toBeUndefined();
  });

  it("gives a model that can be promoted", async () => {
    const harness = new Harness(1);
    harness.run("live");
    harness.produce(50);
    await harness.pass(100);
    await harness.settle(replay(harness, harness.connect("replayer"), "new"));
    expect(await harness.settle(promote(promotion(harness)))).toMatchObject({ source: { app: "new", points: 50 } });
    harness.produce(10);
    await harness.pass(100);
    expect(harness.labelled()).toEqual(due(60));
    expect((await verify(harness)).mismatch).toBeUndefined();
  });
});

describe("a replay is refused", () => {
  it("under the name of an app that lives, and within other bounds than it was begun", async () => {
    const harness = new Harness(1);
    harness.run("live");
    harness.produce(30);
    await harness.pass(100);
    const plan = (app: string, from: "earliest" | number, to: "now" | number) =>
      harness.settle(planReplay({ app, input: INPUT, broker: harness.connect("planner"), from, to }));
    await expect(plan(APP, "earliest", "now")).rejects.toThrow(/app is an app that learns from live input/);
    await harness.settle(replay(harness, harness.connect("replayer"), "new"));
    await expect(plan("new", 0, "now")).rejects.toThrow(/new is a replay from earliest to now/);
    await expect(plan("new", "earliest", 1_700_000_000_000)).rejects.toThrow(/another name/);
  });

  it("when another one of that name began meanwhile", async () => {
    const harness = new Harness(1);
    harness.produce(30);
    const plan = await harness.settle(
      planReplay({ app: "new", input: INPUT, broker: harness.connect("p"), from: "earliest", to: "now" }),
    );
    harness.produce(5);
    await harness.settle(replay(harness, harness.connect("first"), "new"));
    expect(plan.bounds.ends).toEqual([30]);
    const { runReplay } = await import("../../../src/pipeline/replay/run-replay.js");
    const { simulationDecoder, simulationEncoders } = await import("../../simulation/codec.js");
    const options = { app: "new", input: INPUT, broker: harness.connect("second"), bounds: plan.bounds };
    const codec = { decoder: simulationDecoder, encoders: simulationEncoders, learners: others };
    const second = runReplay({ ...options, ...codec, scheduler: harness.scheduler }, () => undefined);
    await expect(harness.settle(second)).rejects.toThrow(/new is a replay within other bounds already/);
  });

  it("by an app that would live on its state, until it is promoted", async () => {
    const harness = new Harness(1);
    harness.produce(30);
    await harness.settle(replay(harness, harness.connect("replayer"), "new"));
    const running = harness.run("live", {}, { app: "new", learners: others });
    await harness.pass(200);
    expect(running.end?.error?.message).toMatch(/new is a replay of history: .*mixtide promote/);
  });

  it("when retention has deleted history that it has not read yet", async () => {
    const harness = new Harness(1);
    harness.cluster.produce(INPUT, 0, timed(Array.from({ length: 300 }, (_, i) => i)));
    const stop = new AbortController();
    const settings = { commit: { interval: 5, points: 100 } };
    const slow = { settings, speed: 2, signal: stop.signal };
    const running = replay(harness, harness.connect("replayer"), "new", slow);
    await harness.pass(40);
    stop.abort();
    await harness.settle(running);
    harness.cluster.deleteRecords({ topic: INPUT, partition: 0 }, 290);
    await expect(harness.settle(replay(harness, harness.connect("second"), "new"))).rejects.toThrow(
      /points\/0 begins at offset 290/,
    );
  });

  it("without an input topic", async () => {
    const harness = new Harness(1);
    const request = { app: "new", input: "none", broker: harness.connect("p"), from: "earliest", to: "now" } as const;
    await expect(harness.settle(planReplay(request))).rejects.toThrow(/input topic none does not exist/);
  });
});

describe("a plain app beside a replay", () => {
  it("may learn the same history under yet another name", async () => {
    const harness = new Harness(1);
    harness.produce(30);
    await harness.settle(replay(harness, harness.connect("replayer"), "new"));
    await learnAs(harness, "third");
  });
});
