import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Report } from "../../bench/report.js";
import { hasKafka, kafkaBrokers } from "../support/kafka/kafka-brokers.js";
import { runBench } from "./support/run-bench.js";

const PEERS = [
  "confluent-kafka + scikit-learn",
  "confluent-kafka + numpy",
  "confluent-kafka + numpy (columns)",
  "confluent-kafka alone",
];

// That there are as many labels as points, the benchmark sees to itself.
describe.skipIf(!hasKafka())("npm run bench:pipeline", { timeout: 300_000 }, () => {
  let printed = "";
  let report: Report;
  beforeAll(async () => {
    vi.stubEnv("KAFKA_BROKERS", kafkaBrokers().join(","));
    ({ printed, report } = await runBench("bench/pipeline.ts"));
    vi.unstubAllEnvs();
  }, 300_000);

  it("measures us, and every peer that it does not name as absent, in both formats", () => {
    for (const peer of PEERS)
      if (report.absent.some((line) => line.startsWith(`${peer} (`))) expect(printed).toContain(`absent: ${peer}`);
    const present = PEERS.filter((peer) => !report.absent.some((line) => line.startsWith(`${peer} (`)));
    const expected = ["json", "packed"].flatMap((format) =>
      ["mixtide", "mixtide (one mixture)", ...present].map((name) => `${format} ${name}`),
    );
    expect(report.rows.map(({ format, implementation }) => `${format} ${implementation}`)).toEqual(expected);
    for (const { points_per_second } of report.rows) expect(points_per_second).toBeGreaterThan(0);
  });

  it("names machine, Node and what the machine can do at most", () => {
    expect(report).toMatchObject({ node: process.version, command: "npm run bench:pipeline" });
    expect(report.peak_multiply_adds_per_second).toBeGreaterThan(1e8);
  });
});
