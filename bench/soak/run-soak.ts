import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { KafkaBroker } from "../../src/broker/kafka/kafka-broker.js";
import { appTopics } from "../../src/pipeline/topics.js";
import { withAdmin } from "../../test/support/kafka/direct-admin.js";
import { JsonProcess } from "../json-process.js";
import { type MessageFormat, PARTITIONS } from "../pipeline/trial.js";
import { makeTopics, soakConfig } from "./app.js";
import { Feeder } from "./feeder.js";
import type { PartitionCount } from "./label-ledger.js";
import { LabelWatch } from "./label-watch.js";
import type { SoakMessage } from "./messages.js";
import { PipelineWatch } from "./pipeline-watch.js";
import type { Phase, Rest, Sample } from "./sample.js";

export interface SoakOptions {
  readonly brokers: readonly string[];
  readonly broker: KafkaBroker;
  readonly format: MessageFormat;
  /** For which points are fed; working off the backlog of the first phase, and of the last, comes on top. */
  readonly seconds: number;
  /** Share of the full speed in the second phase. */
  readonly load: number;
  /** Told of every sample. */
  readonly sampled: (sample: Sample) => void;
}

/** What a soak came to. */
export interface SoakOutcome {
  /** Points a second, fed as fast as they are taken. */
  readonly fullSpeed: number;
  /** Points a second fed in the second phase. */
  readonly fed: number;
  /** For how long feeding had to be held back then. */
  readonly heldMs: number;
  readonly samples: readonly Sample[];
  /** Between the phases, and at the end. */
  readonly rests: readonly Rest[];
  readonly counts: readonly PartitionCount[];
  /** Offsets behind the learned positions at the end. */
  readonly offsetsBehind: number;
  /** Why tasks were dropped and rebuilt. */
  readonly dropped: readonly string[];
}

const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));
/** Share of the time in which full speed is measured, and of that the share which is not: code is compiled by then. */
const FULL_SHARE = 0.25;
const WARM_SHARE = 0.3;
const SAMPLE_MS = 5000;
/** Positions are published, and connections quiet. */
const REST_MS = 1000;
/** Nothing was committed for so long: it never will be. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/** @throws Error when the pipeline fails, or labels cannot be counted. */
export async function runSoak(options: SoakOptions): Promise<SoakOutcome> {
  const app = `soak-${randomUUID().slice(0, 8)}`;
  const input = `${app}-points`;
  const folder = await mkdtemp(join(tmpdir(), "mixtide-soak-"));
  try {
    await makeTopics(options.broker, app, input);
    const config = join(folder, "soak.yaml");
    await writeFile(config, soakConfig(app, input, options.brokers, options.format));
    return await new Soak(options, app, input).run(config);
  } finally {
    const topics = Object.values(appTopics(app, input));
    await withAdmin(options.brokers, (admin) => admin.deleteTopics({ topics })).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

class Soak {
  readonly #options: SoakOptions;
  readonly #input: string;
  readonly #pipeline = new PipelineWatch();
  readonly #labels: LabelWatch;
  readonly #samples: Sample[] = [];
  readonly #rests: Rest[] = [];
  #feeder: Feeder | undefined;
  #phase: Phase | undefined = "full";
  #failure: Error | undefined;

  constructor(options: SoakOptions, app: string, input: string) {
    this.#options = options;
    this.#input = input;
    this.#labels = new LabelWatch(options.broker, appTopics(app, input).labels, options.format);
  }

  async run(config: string): Promise<SoakOutcome> {
    const { broker, format, seconds } = this.#options;
    const feeder = await Feeder.open(broker, this.#input, format, () => this.#pipeline.learned);
    this.#feeder = feeder;
    const every = String(Math.ceil(Math.min(SAMPLE_MS, seconds * 50)));
    const command = [process.execPath, "--expose-gc", "--import", "tsx", WORKER, config, every] as const;
    const child = new JsonProcess(command, process.env);
    const followed = this.#follow(child).catch((error: Error) => {
      this.#failure = error;
    });
    try {
      const fullSpeed = await this.#fullSpeed(feeder);
      await this.#rest(feeder, child);
      const fed = await this.#underLoad(feeder, fullSpeed);
      await this.#rest(feeder, child);
      await child.close();
      await followed;
      this.#check();
      await this.#labels.toEnd(PATIENCE_MS);
      const { dropped } = this.#pipeline;
      const counts = this.#labels.ledger.close(feeder.messages);
      const offsetsBehind = this.#pipeline.offsetsBehind(await this.#ends());
      const [samples, rests, heldMs] = [this.#samples, this.#rests, feeder.heldMs];
      return { fullSpeed, fed, heldMs, samples, rests, counts, offsetsBehind, dropped };
    } finally {
      child.kill();
      this.#labels.close();
      await feeder.close();
    }
  }

  /** ms since the first commit; 0 before. */
  get #elapsedMs(): number {
    const { begun } = this.#pipeline;
    return begun === undefined ? 0 : performance.timeOrigin + performance.now() - begun;
  }

  async #fullSpeed(feeder: Feeder): Promise<number> {
    const end = this.#options.seconds * 1000 * FULL_SHARE;
    const start = { at: 0, learned: 0 };
    let warm: typeof start | undefined;
    let last = start;
    let progress = performance.now();
    await feeder.fill(() => {
      this.#check();
      const at = this.#elapsedMs;
      const { learned } = this.#pipeline;
      if (learned > last.learned) [last, progress] = [{ at, learned }, performance.now()];
      if (performance.now() - progress > PATIENCE_MS) throw new Error("the pipeline commits nothing");
      if (last.at > end * WARM_SHARE) warm ??= last;
      return at < end;
    });
    const from = warm === undefined || warm === last ? start : warm;
    return ((last.learned - from.learned) * 1000) / (last.at - from.at);
  }

  async #underLoad(feeder: Feeder, fullSpeed: number): Promise<number> {
    this.#phase = "load";
    const before = feeder.points;
    const begun = this.#elapsedMs;
    const end = begun + this.#options.seconds * 1000 * (1 - FULL_SHARE);
    await feeder.pace(fullSpeed * this.#options.load, () => {
      this.#check();
      return this.#elapsedMs < end;
    });
    return ((feeder.points - before) * 1000) / (this.#elapsedMs - begun);
  }

  /** Waits until everything that was fed is learned, or nothing more is. */
  async #drain(feeder: Feeder): Promise<void> {
    this.#phase = undefined;
    let [learned, since] = [-1, performance.now()];
    while (feeder.ahead > 0 && performance.now() - since < PATIENCE_MS) {
      this.#check();
      if (this.#pipeline.learned !== learned) [learned, since] = [this.#pipeline.learned, performance.now()];
      await sleep(POLL_MS);
    }
  }

  async #rest(feeder: Feeder, child: JsonProcess): Promise<void> {
    await this.#drain(feeder);
    await sleep(REST_MS);
    const had = this.#rests.length;
    // What it says next may be something else that was under way.
    await this.#take(await child.ask<SoakMessage>("rest"));
    while (this.#rests.length === had) {
      this.#check();
      await sleep(POLL_MS);
    }
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#labels.check();
  }

  async #follow(child: JsonProcess): Promise<void> {
    for (let told = await child.next<SoakMessage>(); told; told = await child.next<SoakMessage>())
      await this.#take(told);
  }

  async #take(told: SoakMessage): Promise<void> {
    const { begun } = this.#pipeline;
    if (told.type === "rest") this.#rests.push({ at: (told.at - begun!) / 1000, memory: told.memory });
    else if (told.type !== "memory") this.#pipeline.take(told);
    else if (begun !== undefined) await this.#sample(told);
  }

  async #sample({ at, memory, processor }: Extract<SoakMessage, { type: "memory" }>): Promise<void> {
    const { learned } = this.#pipeline;
    const sample: Sample = {
      at: (at - this.#pipeline.begun!) / 1000,
      phase: this.#phase,
      learned,
      lag: this.#feeder!.points - learned,
      lagOffsets: this.#pipeline.offsetsBehind(await this.#ends()),
      labels: this.#labels.ledger.labels,
      memory,
      processor,
      commits: this.#pipeline.takeCommits(),
    };
    this.#samples.push(sample);
    this.#options.sampled(sample);
  }

  async #ends(): Promise<number[]> {
    const { admin } = this.#options.broker;
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: this.#input, partition }));
    return (await Promise.all(partitions.map((partition) => admin.bounds(partition)))).map(({ end }) => end);
  }
}
