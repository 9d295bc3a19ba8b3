import { describe, expect, it } from "vitest";
import { verifyJournal } from "../../../src/pipeline/journal/replay.js";
import { exportState } from "../../../src/pipeline/tools/export-state.js";
import { importState } from "../../../src/pipeline/tools/import-state.js";
import { resetState } from "../../../src/pipeline/tools/reset-state.js";
import type { StateToolOptions } from "../../../src/pipeline/tools/state-tool.js";
import { appTopics } from "../../../src/pipeline/topics.js";
import { simulationDecoder } from "../../simulation/codec.js";
import { APP, due, Harness, INPUT, learners } from "../support/harness.js";

const STATE = { topic: `${APP}.state`, partition: 0 };

const optionsOf = (harness: Harness, from: "earliest" | "latest" = "earliest"): StateToolOptions => ({
  app: APP,
  input: INPUT,
  broker: harness.connect("tool"),
  learners,
  settings: { from, sizes: { part: 200, send: 1000 } },
});

/** Learns so many more points and stops. */
async function learn(harness: Harness, count: number): Promise<void> {
  const running = harness.run(`learner of ${count}`);
  harness.produce(count);
  await harness.pass(300);
  running.control("stop");
  await harness.pass(100);
  expect(running.end).toEqual({});
}

const loseState = (harness: Harness) =>
  harness.cluster.deleteRecords(STATE, harness.cluster.inspect(STATE.topic, 0).end);

const verify = (harness: Harness) => {
  const options = { topics: appTopics(APP, INPUT), decoder: simulationDecoder, learners };
  return harness.settle(verifyJournal({ ...options, broker: harness.connect("verifier") }));
};

describe("an exported state", () => {
  it("brings a lost one back: everything goes on as if nothing had happened", async () => {
    const harness = new Harness();
    await learn(harness, 33);
    const file = await harness.settle(exportState(optionsOf(harness)));
    loseState(harness);
    const manifest = await harness.settle(importState(optionsOf(harness), file));
    expect(manifest).toMatchObject({ app: APP, points: 33, positions: { "0": 33 } });
    await learn(harness, 20);
    expect(harness.labelled()).toEqual(due(53));
    const report = await verify(harness);
    expect(report).toMatchObject({ from: 0, points: 53 });
    expect(report.mismatch).toBeUndefined();
  });

  it("takes the place of a newer one: what was learned since is learned again", async () => {
    const harness = new Harness();
    await learn(harness, 33);
    const file = await harness.settle(exportState(optionsOf(harness)));
    await learn(harness, 10);
    await harness.settle(importState(optionsOf(harness), file));
    await learn(harness, 5);
    expect(harness.labelled()).toEqual([...due(43), ...due(48).slice(33)]);
    expect((await verify(harness)).mismatch).toBeUndefined();
  });

  it("holds a warm-up with its points and where they came from", async () => {
    const harness = new Harness();
    await learn(harness, 6);
    const file = await harness.settle(exportState(optionsOf(harness)));
    loseState(harness);
    await harness.settle(importState(optionsOf(harness), file));
    await learn(harness, 6);
    expect(harness.labelled()).toEqual(due(12));
  });

  it("is refused when it is damaged, foreign, or none", async () => {
    const harness = new Harness();
    await learn(harness, 20);
    const file = await harness.settle(exportState(optionsOf(harness)));
    const text = new TextDecoder().decode(file);
    const edited = (from: string | RegExp, to: string) => new TextEncoder().encode(text.replace(from, to));
    const importing = (bytes: Uint8Array) => harness.settle(importState(optionsOf(harness), bytes));
    await expect(importing(edited(/"learner": "[^"]{8}/, '"learner": "AAAAAAAA'))).rejects.toThrow(
      /damaged in section "learner"/,
    );
    await expect(importing(edited('\\"app\\":\\"app\\"', '\\"app\\":\\"other\\"'))).rejects.toThrow(
      /of app "other", here it is "app".*Import it where it comes from, or .*mixtide state reset/,
    );
    await expect(importing(new TextEncoder().encode("[]"))).rejects.toThrow(/no exported state/);
    await learn(harness, 5);
    expect(harness.labelled()).toEqual(due(25));
  });

  it("needs a state", async () => {
    const harness = new Harness();
    harness.cluster.createTopics([{ topic: STATE.topic, partitions: 1, cleanup: "compact" }]);
    await expect(harness.settle(exportState(optionsOf(harness)))).rejects.toThrow(/app\.state holds no state/);
  });
});

describe("a reset", () => {
  it("begins anew where the settings say, whatever state there was", async () => {
    const harness = new Harness();
    await learn(harness, 33);
    harness.cluster.produce(STATE.topic, 0, [{ key: new TextEncoder().encode("manifest#0"), value: Uint8Array.of(1) }]);
    await expect(harness.settle(exportState(optionsOf(harness)))).rejects.toThrow(/mixtide-part header/);
    harness.cluster.compact(STATE.topic);
    const positions = await harness.settle(resetState(optionsOf(harness, "latest")));
    expect(positions).toEqual(new Map([[0, 33]]));
    await learn(harness, 20);
    expect(harness.labelled()).toEqual([...due(33), ...due(53).slice(33)]);
    expect((await verify(harness)).mismatch).toBeUndefined();
  });

  it("helps when the state was lost", async () => {
    const harness = new Harness();
    await learn(harness, 12);
    loseState(harness);
    expect(await harness.settle(resetState(optionsOf(harness)))).toEqual(new Map([[0, 0]]));
    await learn(harness, 12);
    expect(harness.labelled()).toEqual([...due(12), ...due(24)]);
    // The offsets before the reset may have been other records.
    expect(await verify(harness)).toMatchObject({ from: 0, points: 24 });
  });
});
