import { expect } from "vitest";
import type { Broker, OutgoingRecord } from "../../../src/broker/broker.js";
import type { PipelineEvent } from "../../../src/pipeline/events.js";
import { planReplay } from "../../../src/pipeline/replay/plan-replay.js";
import type { ReplayBounds } from "../../../src/pipeline/replay/replay-bounds.js";
import { type ReplayOptions, runReplay } from "../../../src/pipeline/replay/run-replay.js";
import { readState } from "../../../src/pipeline/state/read-state.js";
import { simulationDecoder, simulationEncoders } from "../../simulation/codec.js";
import { type Harness, INPUT, someMessages } from "../support/harness.js";
import { others } from "../tools/promotions.js";

export interface Asked extends Partial<Omit<ReplayOptions, "bounds" | "broker">> {
  readonly from?: ReplayBounds["from"];
  readonly to?: ReplayBounds["to"];
}

/** Plans and runs a replay in the harness' time. */
export async function replay(harness: Harness, broker: Broker, app: string, asked: Asked = {}) {
  const { from = "earliest", to = "now", ...options } = asked;
  const plan = await planReplay({ app, input: INPUT, broker, from, to });
  const events: PipelineEvent[] = [];
  const all: ReplayOptions = {
    app,
    input: INPUT,
    broker,
    decoder: simulationDecoder,
    encoders: simulationEncoders,
    learners: others,
    scheduler: harness.scheduler,
    bounds: plan.bounds,
    ...options,
    settings: { commit: { interval: 20 }, restarts: { delay: 10, longest: 50 }, ...options.settings },
  };
  const complete = await runReplay(all, (event) => events.push(event));
  return { complete, events, ...plan };
}

/** Messages with timestamps, one point each. */
export const timed = (timestamps: readonly number[], from = 0): OutgoingRecord[] =>
  someMessages(timestamps.length, from).map((record, i) => ({ ...record, timestamp: timestamps[i]! }));

/** Three partitions whose timestamps interleave, stand still and run backwards. */
export function produceHistory(harness: Harness, count = 60): void {
  for (let partition = 0; partition < 3; partition++) {
    const timestamps = Array.from({ length: count }, (_, i) => 1000 + 10 * i + ((i * 7 + partition * 13) % 31));
    const records = timed(timestamps, partition * 1000);
    for (let at = 0; at < count; at += 9) harness.cluster.produce(INPUT, partition, records.slice(at, at + 9));
  }
}

const text = new TextDecoder();

/** Everything that must not depend on when and how often a replay was interrupted. */
export async function outcome(harness: Harness, app: string) {
  const { cluster } = harness;
  const of = (topic: string, partition: number) =>
    cluster
      .inspect(`${app}.${topic}`, partition)
      .records.filter(({ fate }) => fate === "committed")
      .map(({ value }) => text.decode(value ?? new Uint8Array()));
  const broker = harness.connect("looker-on");
  const stored = await harness.settle(readState(broker, { topic: `${app}.state`, partition: 0 }));
  const inputs = of("journal", 0)
    .filter((value) => value.includes('"inputs"'))
    .flatMap((value) => JSON.parse(value).inputs as { type: string; partition: number; from: number; to: number }[]);
  expect(stored).toBeDefined();
  return {
    labels: [0, 1, 2].map((partition) => of("labels", partition)),
    learner: Buffer.from(stored!.sections.get("learner")!).toString("base64"),
    positions: stored!.manifest.positions,
    order: inputs
      .filter(({ type }) => type === "records")
      .flatMap(({ partition, from, to }) => Array.from({ length: to - from }, (_, i) => `${partition}/${from + i}`)),
  };
}
