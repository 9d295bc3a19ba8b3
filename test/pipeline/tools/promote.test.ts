import { describe, expect, it } from "vitest";
import type { Faults } from "../../../src/broker/memory/faults.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import { exportState } from "../../../src/pipeline/tools/export-state.js";
import { importState } from "../../../src/pipeline/tools/import-state.js";
import { promote } from "../../../src/pipeline/tools/promote.js";
import { undoPromotion } from "../../../src/pipeline/tools/undo-promotion.js";
import { APP, due, Harness, learners } from "../support/harness.js";
import { labels, learnAs, others, promotion, snapshotChain, verify } from "./promotions.js";

/** An app that runs and has learned 43 points (3 of them in an open mini-batch), and one that has learned them anew. */
async function twoApps() {
  const harness = new Harness();
  const running = harness.run("live", { journal: { checkpointEvery: 4 } });
  harness.produce(43);
  await harness.pass(100);
  await learnAs(harness, "new");
  return { harness, running };
}

const inputs = (harness: Harness) =>
  harness
    .committed("journal")
    .filter((text) => text.includes('"inputs"'))
    .flatMap((text) => JSON.parse(text).inputs);

describe("a promotion", () => {
  it("lets the running app go on with the other model, every point labelled once, and is journalled", async () => {
    const { harness, running } = await twoApps();
    harness.produce(2);
    await harness.pass(100);
    const before = running.of("committed").at(-1)!;
    const done = await harness.settle(promote(promotion(harness)));
    expect(done).toMatchObject({
      unit: before.unit + 1,
      versions: [before.version, before.version + 1],
      source: { app: "new", points: 43 },
      unlearned: 2,
      repeated: 0,
    });
    harness.produce(30);
    await harness.pass(200);
    expect(running.end).toBeUndefined();
    expect(running.of("fenced").length).toBe(1);
    expect(harness.labelled()).toEqual(due(75));
    const after = labels(harness).slice(45);
    expect(after.every(({ version }) => version > before.version)).toBe(true);
    expect(new Set(after.map(({ component }) => component))).not.toContain(0);
    expect(after.every(({ component }) => component >= 2 && component < 5)).toBe(true);
    const chain = snapshotChain(harness);
    const promoted = chain.find(({ version }) => version === before.version + 1)!;
    expect(JSON.parse(promoted.mixture)[0].length).toBe(3);
    expect(inputs(harness).filter(({ type }) => type === "promotion")).toMatchObject([{ app: "new", undo: false }]);
    expect(await verify(harness)).toMatchObject({ from: 0, points: 75, promotions: 1 });
    expect((await verify(harness)).mismatch).toBeUndefined();
  });

  it("can be undone: the replaced model comes back as it was, under its old names", async () => {
    const { harness, running } = await twoApps();
    const before = snapshotChain(harness).at(-1)!;
    await harness.settle(promote(promotion(harness)));
    harness.produce(20);
    await harness.pass(200);
    const version = running.of("committed").at(-1)!.version;
    const undone = await harness.settle(undoPromotion(promotion(harness)));
    expect(undone.versions).toEqual([version, version + 1]);
    expect(snapshotChain(harness).at(-1)).toMatchObject({ version: version + 1, points: 63, mixture: before.mixture });
    harness.produce(20);
    await harness.pass(200);
    expect(running.end).toBeUndefined();
    expect(harness.labelled()).toEqual(due(83));
    expect(
      labels(harness)
        .slice(63)
        .every(({ component }) => component < 2),
    ).toBe(true);
    snapshotChain(harness);
    const report = await verify(harness);
    expect(report).toMatchObject({ from: 0, points: 83, promotions: 2 });
    expect(report.mismatch).toBeUndefined();
    await expect(harness.settle(undoPromotion(promotion(harness)))).rejects.toThrow(/no promotion to undo/);
  });

  it("never gives a component the name of another, also after an undo", async () => {
    const { harness } = await twoApps();
    await harness.settle(promote(promotion(harness)));
    await harness.settle(undoPromotion(promotion(harness)));
    await harness.settle(promote(promotion(harness)));
    harness.produce(20);
    await harness.pass(200);
    expect(
      labels(harness)
        .slice(43)
        .every(({ component }) => component >= 5 && component < 8),
    ).toBe(true);
    expect((await verify(harness)).mismatch).toBeUndefined();
  });

  it("does nothing when that very model is in use", async () => {
    const { harness } = await twoApps();
    await harness.settle(promote(promotion(harness)));
    const journal = harness.committed("journal").length;
    expect(await harness.settle(promote(promotion(harness)))).toBeUndefined();
    expect(harness.committed("journal").length).toBe(journal);
  });

  it("holds with the settings from before and with those of the model, with no others", async () => {
    const { harness, running } = await twoApps();
    running.control("stop");
    await harness.pass(100);
    await harness.settle(promote(promotion(harness, { learners: others })));
    const again = async (factory: typeof learners) => {
      harness.produce(10);
      const next = harness.run("again", {}, { learners: factory });
      await harness.pass(100);
      next.control("stop");
      await harness.pass(100);
      return next.end?.error?.message;
    };
    expect(await again(learners)).toBeUndefined();
    expect(await again(others)).toBeUndefined();
    const foreign = learnerFactory({ dimensions: 2, components: 4, warmup: 10, miniBatch: 5, restarts: 1 });
    expect(await again(foreign)).toMatch(/learned with components 3, now it is 4/);
    expect(harness.labelled()).toEqual(due(63));
    await harness.settle(undoPromotion(promotion(harness, { learners: others })));
    expect(await again(others)).toBeUndefined();
    expect(await again(learners)).toBeUndefined();
  });

  it("travels with the state when it is exported", async () => {
    const { harness, running } = await twoApps();
    running.control("stop");
    await harness.pass(100);
    await harness.settle(promote(promotion(harness)));
    const file = await harness.settle(exportState(promotion(harness)));
    await harness.settle(importState(promotion(harness), file));
    await harness.settle(undoPromotion(promotion(harness)));
    expect((await verify(harness)).mismatch).toBeUndefined();
  });

  it("is found out when the model in the journal is not the one that was promoted", async () => {
    const { harness, running } = await twoApps();
    running.control("stop");
    await harness.pass(100);
    await harness.settle(promote(promotion(harness)));
    const { records } = harness.cluster.inspect(`${APP}.journal`, 0);
    const text = new TextDecoder();
    const at = records.findLastIndex(({ key }) => key !== null && text.decode(key) === "unit");
    const entry = JSON.parse(text.decode(records[at]!.value!));
    const forged = { ...entry, unit: entry.unit + 1, inputs: [{ ...entry.inputs[0] }] };
    harness.cluster.produce(`${APP}.journal`, 0, [
      { key: records[at]!.key, value: new TextEncoder().encode(JSON.stringify(forged)) },
    ]);
    await expect(verify(harness)).rejects.toThrow(`lacks the model that unit ${forged.unit} promoted`);
  });
});

describe("a promotion is refused", () => {
  const refused = async (harness: Harness, more: Parameters<typeof promotion>[1], why: RegExp) => {
    const before = harness.committed("journal").length;
    await expect(harness.settle(promote(promotion(harness, more)))).rejects.toThrow(why);
    expect(harness.committed("journal").length).toBe(before);
  };

  it("when there is no such model, or none of the same points", async () => {
    const { harness } = await twoApps();
    await refused(harness, { fromApp: "none" }, /none has no state: .*mixtide replay --app none/);
    await refused(harness, { fromApp: APP }, /cannot be promoted to itself/);
    const shape = { dimensions: 2, components: 3, warmup: 12, restarts: 1 };
    await learnAs(harness, "strange", learnerFactory({ ...shape, fingerprint: "other" }));
    await refused(harness, { fromApp: "strange" }, /strange is of other features \(other, here \)/);
  });

  it("while either of both is warming up", async () => {
    const harness = new Harness();
    const running = harness.run("live");
    harness.produce(8);
    await harness.pass(100);
    const quick = learnerFactory({ dimensions: 2, components: 1, warmup: 5, restarts: 1 });
    await learnAs(harness, "quick", quick);
    await refused(harness, { fromApp: "quick" }, /app is warming up \(8 points wait for their labels\)/);
    harness.produce(3);
    await harness.pass(100);
    await learnAs(harness, "slow");
    await refused(harness, { fromApp: "slow" }, /slow is warming up: it has no model yet after 11 points/);
    running.control("stop");
    await harness.pass(100);
    expect(harness.labelled()).toEqual(due(11));
  });

  it("when the app never ran", async () => {
    const harness = new Harness();
    harness.produce(20);
    await learnAs(harness, "new");
    harness.cluster.createTopics(
      ["state", "journal"].map((name) => ({ topic: `${APP}.${name}`, partitions: 1, cleanup: "delete" })),
    );
    await refused(harness, {}, /app has no state yet/);
  });
});

describe("whoever promotes may die at any step", () => {
  /** Counts the calls of a promotion, or dies before or after one of them. */
  const dyingAt = (at: number, phase: "before" | "after") => {
    let calls = 0;
    const faults: Faults = (point) => {
      if (point.phase === "before") calls++;
      return calls === at && point.phase === phase ? { crash: true } : undefined;
    };
    return { faults, calls: () => calls };
  };

  it.each(["before", "after"] as const)("and another goes on, %s the call takes effect", async (phase) => {
    const counted = dyingAt(0, phase);
    const whole = await twoApps();
    await whole.harness.settle(promote(promotion(whole.harness, { broker: whole.harness.connect("dying", counted) })));
    expect(counted.calls()).toBeGreaterThan(8);
    for (let at = 1; at <= counted.calls(); at++) {
      const { harness, running } = await twoApps();
      const { faults } = dyingAt(at, phase);
      promote(promotion(harness, { broker: harness.connect("dying", { faults }) })).catch(() => undefined);
      harness.produce(10);
      await harness.pass(300);
      await harness.settle(promote(promotion(harness)));
      harness.produce(10);
      await harness.pass(300);
      expect(running.end).toBeUndefined();
      expect(harness.labelled()).toEqual(due(63));
      expect(inputs(harness).filter(({ type }) => type === "promotion").length).toBe(1);
      snapshotChain(harness);
      const report = await verify(harness);
      expect(report).toMatchObject({ from: 0, points: 63, promotions: 1 });
      expect(report.mismatch).toBeUndefined();
    }
  });
});
