// `npm run soak -- [--minutes 30] [--format json|packed] [--load 0.8] [--json FILE]`: the pipeline under load for a long
// time, from topic to topic. Ends with 1 when memory or lag grow, committing takes too long, or labels are lost or
// doubled. The broker is that of the tests: KAFKA_BROKERS, Docker, or a Java process.
import { writeFileSync } from "node:fs";
import { connectKafka } from "../src/broker/kafka/connect-kafka.js";
import { sharedBroker } from "../test/support/kafka/shared-broker.js";
import { machine } from "./report.js";
import { soakArguments } from "./soak/arguments.js";
import { minutesOf } from "./soak/minutes.js";
import { reportOf, soakText, summaryLines, TABLE_HEAD, tableLine } from "./soak/report.js";
import { runSoak } from "./soak/run-soak.js";
import type { Sample } from "./soak/sample.js";

const args = soakArguments(process.argv.slice(2));
const here = machine();
const shared = (await sharedBroker({ ...process.env, REQUIRE_KAFKA: "1" }))!;
const broker = connectKafka({ brokers: shared.brokers, clientId: "soak" });
const samples: Sample[] = [];
let printed = 0;

/** Every minute once it is over, or all of them. */
function printMinutes(all: boolean): void {
  const minutes = minutesOf(samples);
  const over = all ? minutes : minutes.slice(0, -1);
  for (const minute of over.slice(printed)) console.log(tableLine(minute));
  printed = over.length;
}

console.log(`${here.machine}, Node ${here.node}, load ${here.load}\n\n${TABLE_HEAD}`);
try {
  const outcome = await runSoak({
    brokers: shared.brokers,
    broker,
    format: args.format,
    seconds: args.minutes * 60,
    load: args.load,
    sampled: (sample) => {
      samples.push(sample);
      printMinutes(false);
    },
  });
  printMinutes(true);
  const report = reportOf(outcome, args, here);
  console.log(`\n${summaryLines(report).join("\n")}`);
  if (args.json !== undefined) writeFileSync(args.json, soakText(report));
  process.exitCode = report.verdicts.every(({ holds }) => holds) ? 0 : 1;
} finally {
  await broker.close();
  await shared.stop();
}
