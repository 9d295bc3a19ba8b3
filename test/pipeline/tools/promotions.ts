import { expect } from "vitest";
import { verifyJournal } from "../../../src/pipeline/journal/replay.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import type { PromoteOptions } from "../../../src/pipeline/tools/promote.js";
import { appTopics } from "../../../src/pipeline/topics.js";
import { simulationDecoder, simulationEncoders } from "../../simulation/codec.js";
import { APP, type Harness, INPUT, learners } from "../support/harness.js";

/** Learners with another number of components than the app's. */
export const others = learnerFactory({ dimensions: 2, components: 3, warmup: 12, miniBatch: 4, restarts: 1 });

/** Lets an app of another name learn what there is. */
export async function learnAs(harness: Harness, app: string, factory = others): Promise<void> {
  const running = harness.run(app, {}, { app, learners: factory });
  await harness.pass(300);
  running.control("stop");
  await harness.pass(100);
  expect(running.end).toEqual({});
}

export const promotion = (harness: Harness, more: Partial<PromoteOptions> = {}): PromoteOptions => ({
  app: APP,
  fromApp: "new",
  input: INPUT,
  broker: harness.connect("promoter"),
  learners,
  encoders: simulationEncoders,
  settings: { from: "earliest", sizes: { part: 200, send: 1000 } },
  ...more,
});

export const verify = (harness: Harness) => {
  const options = { topics: appTopics(APP, INPUT), decoder: simulationDecoder, learners };
  return harness.settle(verifyJournal({ ...options, broker: harness.connect("verifier") }));
};

interface SnapshotText {
  readonly version: number;
  readonly previous: number | null;
  readonly points: number;
  readonly mixture: string;
}

/** Every published snapshot; fails when one does not name the one before it, or versions do not grow. */
export function snapshotChain(harness: Harness): SnapshotText[] {
  const snapshots = harness.committed("snapshots").map((text) => JSON.parse(text) as SnapshotText);
  const versions = snapshots.map(({ version }) => version);
  expect(snapshots.map(({ previous }) => previous)).toEqual([null, ...versions.slice(0, -1)]);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  expect(harness.committed("model").at(-1)).toBe(harness.committed("snapshots").at(-1));
  return snapshots;
}

/** Versions and component ids of all labels, in order. */
export const labels = (harness: Harness): { readonly version: number; readonly component: number }[] =>
  harness.committed("labels").map((text) => JSON.parse(text));
