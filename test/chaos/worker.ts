import { setTimeout as sleep } from "node:timers/promises";
import { Subject } from "rxjs";
import { connectKafka } from "../../src/broker/kafka/connect-kafka.js";
import { compose } from "../../src/cli/kafka/compose.js";
import { kafkaOptionsOf } from "../../src/config/kafka-options-of.js";
import { loadConfig } from "../../src/config/load-config.js";
import type { Control } from "../../src/pipeline/control.js";
import type { PipelineEvent } from "../../src/pipeline/events.js";
import { runPipeline } from "../../src/pipeline/run-pipeline.js";
import { TASK_STEPS } from "../../src/pipeline/task/steps.js";
import { type Bug, isStepBug } from "./bugs.js";
import { Moments } from "./moments.js";
import type { Arm, WorkerEvent, WorkerTask } from "./worker-messages.js";

// One member of the app, as `mixtide run` would be, that tells its parent what happens and can be struck in a commit.

/** What was not committed by then, the next one does again. */
const STOP_MS = 4000;
/** A broker that is away cannot be taken leave of. */
const CLOSE_MS = 1000;

const task = JSON.parse(process.argv[2]!) as WorkerTask;
const loaded = loadConfig({ path: task.configPath });
const broker = connectKafka({
  ...kafkaOptionsOf(loaded),
  clientId: task.name,
  metadataMaxAgeMs: task.metadataMaxAgeMs,
});
const moments = new Moments((signal) => process.kill(process.pid, signal));
const controls$ = new Subject<Control>();

process.on("message", (arm: Arm) => moments.arm(arm));
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => {
  setTimeout(() => void end(0), STOP_MS);
  controls$.next("stop");
});

const steps = await stepsWith(task.bug);
runPipeline(
  {
    ...compose(loaded.config),
    broker,
    client: task.name,
    controls$,
    sessionTimeoutMs: loaded.config.kafka!.sessionTimeout,
  },
  { ...steps, commit: moments.around(steps.commit) },
).subscribe({
  next: (event) => event.type !== "dead-letter" && tell(told(event)),
  error: (error: Error) => void end(1, { type: "gave-up", at: Date.now(), message: error.stack ?? error.message }),
  complete: () => void end(0),
});

async function stepsWith(bug: Bug | undefined): Promise<typeof TASK_STEPS> {
  if (bug === undefined || !isStepBug(bug)) return TASK_STEPS;
  const { BUGS } = await import("../simulation/bugs.js");
  return BUGS[bug]().steps;
}

function told(event: PipelineEvent): WorkerEvent {
  const { type } = event;
  const at = Date.now();
  if (type === "assigned") return { type, at, partitions: event.partitions.length };
  if (type === "committed" || type === "restored")
    return { type, at, unit: event.unit, points: event.points, positions: Object.fromEntries(event.positions) };
  if (type === "genesis") return { type, at, unit: 0, points: 0, positions: Object.fromEntries(event.positions) };
  if ("error" in event) return { type, at, message: event.error.message };
  return { type, at };
}

function tell(event: WorkerEvent): void {
  if (process.connected) process.send!(event);
}

async function end(code: number, last?: WorkerEvent): Promise<void> {
  if (last !== undefined) tell(last);
  await Promise.race([broker.close(), sleep(CLOSE_MS)]);
  process.exit(code);
}
