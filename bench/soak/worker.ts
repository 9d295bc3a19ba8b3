// node --expose-gc --import tsx worker.ts CONFIG SAMPLE_MS: the pipeline as `mixtide run` composes it, until standard
// input ends. Tells of every commit and, every SAMPLE_MS, of its memory; when a line comes in, of what is in use.
import { createInterface } from "node:readline";
import { Subject } from "rxjs";
import { connectKafka } from "../../src/broker/kafka/connect-kafka.js";
import { compose } from "../../src/cli/kafka/compose.js";
import { kafkaOptionsOf } from "../../src/config/kafka-options-of.js";
import { loadConfig } from "../../src/config/load-config.js";
import type { Control } from "../../src/pipeline/control.js";
import type { PipelineEvent } from "../../src/pipeline/events.js";
import { runPipeline } from "../../src/pipeline/run-pipeline.js";
import { TASK_STEPS } from "../../src/pipeline/task/steps.js";
import { createTelemetry } from "../../src/telemetry/telemetry.js";
import type { Memory, SoakMessage } from "./messages.js";
import { StateClock } from "./state-clock.js";

const [path = "", sampleMs = "5000"] = process.argv.slice(2);
const now = (): number => performance.timeOrigin + performance.now();
const say = (message: SoakMessage): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const loaded = loadConfig({ path });
const telemetry = createTelemetry({ settings: loaded.config.log, destination: process.stderr });
const broker = connectKafka({ ...kafkaOptionsOf(loaded), log: telemetry.log });
const clock = new StateClock();
const parts = compose(loaded.config);
const controls$ = new Subject<Control>();
createInterface({ input: process.stdin })
  .on("line", () => {
    for (let again = 0; again < 2; again++) globalThis.gc!(); // what the first one finalizes goes with the second
    say({ type: "rest", at: now(), memory: memoryNow() });
  })
  .once("close", () => controls$.next("stop"));

const sampling = setInterval(() => {
  const { user, system } = process.cpuUsage();
  const processor = (user + system) / 1000;
  say({ type: "memory", at: now(), memory: memoryNow(), processor });
}, Number(sampleMs));

function memoryNow(): Memory {
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed, external };
}

function tell(event: PipelineEvent): void {
  if (event.type === "committed") {
    const { bytes, ms, points, stateBytes } = event;
    const positions = Object.fromEntries(event.positions);
    say({ type: "committed", at: now(), points, ms, stateMs: clock.take(), bytes, stateBytes, positions });
  }
  if (event.type === "restored")
    say({ type: "restored", points: event.points, positions: Object.fromEntries(event.positions) });
  if (event.type === "dropped") say({ type: "dropped", error: event.error.message });
}

await new Promise<void>((resolve, reject) => {
  const learners = clock.learners(parts.learners);
  const sessionTimeoutMs = loaded.config.kafka!.sessionTimeout;
  runPipeline({ ...parts, learners, broker, controls$, sessionTimeoutMs }, clock.steps(TASK_STEPS)).subscribe({
    next: (event) => {
      telemetry.take(event);
      tell(event);
    },
    error: reject,
    complete: resolve,
  });
});
clearInterval(sampling);
await broker.close();
telemetry.close();
