// `npm run bench:pipeline [-- --json FILE] [--docs] [--tiny]`: from topic to topic, our pipeline and clients of others. The
// broker is that of the tests: KAFKA_BROKERS, Docker, or a Java process.
import { connectKafka } from "../src/broker/kafka/connect-kafka.js";
import { sharedBroker } from "../test/support/kafka/shared-broker.js";
import { benchArguments } from "./arguments.js";
import { measurePeak } from "./peak/measure-peak.js";
import { ownContestants, pipelinePeers } from "./pipeline/contestants.js";
import { publish } from "./publish.js";
import { machine } from "./report.js";
import type { Row } from "./row.js";
import { type PipelineEffort, pipelineSuite } from "./suites/pipeline.js";

const FULL: PipelineEffort = { points: { json: 1_000_000, packed: 8_000_000 }, rounds: 3 };
const TINY: PipelineEffort = { points: { json: 12_000, packed: 12_000 }, rounds: 1 };

const args = benchArguments(process.argv.slice(2));
const here = machine();
const peak = measurePeak({ runs: args.tiny ? 1 : 9 });
const { present, absent } = await pipelinePeers();
const shared = await sharedBroker({ ...process.env, REQUIRE_KAFKA: "1" });
const broker = connectKafka({ brokers: shared!.brokers, clientId: "bench" });
const rows: Row[] = [];
try {
  const suite = pipelineSuite(shared!.brokers, broker, [...ownContestants, ...present], args.tiny ? TINY : FULL);
  for await (const row of suite) rows.push(row);
} finally {
  await broker.close();
  await shared!.stop();
}
const report = { command: "npm run bench:pipeline", ...here, peak_multiply_adds_per_second: peak, absent, rows };
publish("pipeline", report, args);
