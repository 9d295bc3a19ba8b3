import { describe, expect, it } from "vitest";
import type { Broker, IncomingRecord } from "../../../src/broker/broker.js";
import { assemble } from "../../../src/config/assemble.js";
import { loadConfig } from "../../../src/config/load-config.js";
import { appTopics } from "../../../src/pipeline/topics.js";
import { APP, Harness, INPUT } from "../../pipeline/support/harness.js";
import { entriesOf, genesisPositions } from "../../support/history.js";
import { Refold } from "./refold.js";
import { Violations } from "./violations.js";

const CONFIG = `app: ${APP}
kafka: { brokers: ["none:9092"] }
source: { topic: ${INPUT}, from: earliest, format: json }
features: [x, "y"]
model: { components: 2, warmup: 20, miniBatch: 10, seed: 1 }
`;

describe("a refold of the journal", () => {
  const parts = assemble(loadConfig({ text: CONFIG }).config);
  const { decoder, encoders, learners } = parts;
  const topics = appTopics(APP, INPUT);

  /** A finished history of units of so many points each, with a snapshot every 15 points. */
  async function history(...units: readonly number[]): Promise<Harness> {
    const harness = new Harness();
    harness.run("member", { topics: { create: true }, snapshots: { every: 15 } }, { decoder, encoders, learners });
    let n = 0;
    for (const count of units) {
      const values = Array.from({ length: count }, () => ({
        x: (n % 2) * 5 + ((n * 37) % 100) / 100,
        y: (n++ * 61) % 7,
      }));
      const records = values.map((value) => ({ value: new TextEncoder().encode(JSON.stringify(value)) }));
      harness.cluster.produce(INPUT, 0, records);
      await harness.pass(200);
    }
    return harness;
  }

  async function judge(
    broker: Broker,
  ): Promise<{ readonly violations: readonly string[]; readonly snapshots: number }> {
    const violations = new Violations();
    const journal: IncomingRecord[] = [];
    for await (const piece of broker.readToEnd({ topic: topics.journal, partition: 0 })) journal.push(...piece);
    const refold = new Refold({ broker, parts, topics, violations, genesis: genesisPositions(journal) });
    for (const entry of entriesOf(journal)) await refold.add(entry);
    await refold.close(1);
    return { violations: violations.lines, snapshots: refold.snapshots };
  }

  it("finds a snapshot right that became due in a unit without an M-step", async () => {
    const harness = await history(20, 10, 6);
    const verdict = await harness.settle(judge(harness.connect("judge")));
    expect(verdict).toEqual({ violations: [], snapshots: 2 });
  });
});
