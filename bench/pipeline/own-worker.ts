// tsx own-worker.ts CONFIG COUNT: the pipeline as `mixtide run` composes it, until COUNT points are labelled. Says when
// it begins, then after each commit how many points are labelled, when (ms since 1970), and after how much processor
// time (ms).
import { Subject } from "rxjs";
import { connectKafka } from "../../src/broker/kafka/connect-kafka.js";
import { compose } from "../../src/cli/kafka/compose.js";
import { kafkaOptionsOf } from "../../src/config/kafka-options-of.js";
import { loadConfig } from "../../src/config/load-config.js";
import type { Control } from "../../src/pipeline/control.js";
import { runPipeline } from "../../src/pipeline/run-pipeline.js";

const [path = "", count = "0"] = process.argv.slice(2);
const say = (committed: number): void => {
  const { user, system } = process.cpuUsage();
  const words = { committed, at: performance.timeOrigin + performance.now(), processor: (user + system) / 1000 };
  process.stdout.write(`${JSON.stringify(words)}\n`);
};

const loaded = loadConfig({ path });
const broker = connectKafka(kafkaOptionsOf(loaded));
const controls$ = new Subject<Control>();
let committed = 0;
say(0);
await new Promise<void>((resolve, reject) => {
  runPipeline({ ...compose(loaded.config), broker, controls$ }).subscribe({
    next: (event) => {
      if (event.type === "dropped") reject(event.error);
      if (event.type !== "committed") return;
      committed += event.labels;
      say(committed);
      if (committed >= Number(count)) queueMicrotask(() => controls$.next("stop"));
    },
    error: reject,
    complete: resolve,
  });
});
await broker.close();
