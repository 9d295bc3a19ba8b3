import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Broker } from "../../src/broker/broker.js";
import { connectKafka } from "../../src/broker/kafka/connect-kafka.js";
import { loadConfig } from "../../src/config/load-config.js";
import { type JvmCluster, startJvmCluster } from "../support/kafka/jvm-cluster.js";
import { appConfig, INPUT } from "./app-config.js";
import { type Bug, mutationOf } from "./bugs.js";
import { buildWorkers } from "./build-workers.js";
import type { Chronicle } from "./chronicle.js";
import { Feeder } from "./feed/feeder.js";
import { Fleet } from "./fleet.js";
import { type FaultKind, type Planned, planFaults } from "./plan.js";
import { Striker, type Targets } from "./strike.js";
import { type VerifiedHistory, verify } from "./verify/verify.js";

export interface ChaosOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly nodes: 1 | 3;
  /** Points to be written in the given minutes; more, if what goes wrong takes longer. */
  readonly points: number;
  readonly bug?: Bug | undefined;
  /** What goes wrong instead of what the seed says. */
  readonly script?: (targets: Targets, striker: Striker) => Promise<void>;
  /** How long the app may take to finish its work once all is calm, in ms. */
  readonly calmMs?: number;
  /** Told of everything, as it happens. */
  readonly observe?: (who: string, event: { readonly type: string }) => void;
  /** Told now and then how it goes. */
  readonly progress?: (state: ChaosProgress) => void;
}

export interface ChaosProgress {
  readonly elapsedMs: number;
  readonly written: number;
  readonly committed: number;
}

/** What came of it. */
export interface ChaosOutcome {
  readonly violations: readonly string[];
  readonly faults: Partial<Record<FaultKind, number>>;
  readonly chronicle: Chronicle;
  readonly history: VerifiedHistory;
  readonly disturbedMs: number;
}

const MEMBERS = 3;
const PARTITIONS = 4;
const CALM_MS = 120_000;
const PROGRESS_MS = 10_000;

/** Starts a cluster, an app and producers, lets everything go wrong for a while, and judges what is in the topics. */
export async function runChaos(options: ChaosOptions): Promise<ChaosOutcome> {
  const { nodes } = options;
  // A lone broker that was its own controller would drop markers, of the input's transactions as well, when it returns.
  const cluster = await startJvmCluster({ nodes, proxied: true, ...(nodes === 1 ? { controller: "apart" } : {}) });
  const direct = connectKafka({ brokers: cluster.direct, clientId: "chaos", requestTimeoutMs: 5000 });
  try {
    return await disturb(cluster, direct, options);
  } finally {
    await direct.close();
    await cluster.stop();
  }
}

async function disturb(cluster: JvmCluster, direct: Broker, options: ChaosOptions): Promise<ChaosOutcome> {
  const { bug, minutes, nodes, observe = () => undefined, points, seed } = options;
  const settings = { "retention.ms": "-1" };
  await direct.admin.createTopics([{ topic: INPUT, partitions: PARTITIONS, cleanup: "delete", settings }]);
  const folder = await mkdtemp(join(tmpdir(), "mixtide-chaos-"));
  const configPath = join(folder, "pipeline.yaml");
  await writeFile(configPath, appConfig({ brokers: cluster.brokers }));
  const worker = await buildWorkers(join(folder, "sources"), mutationOf(bug));
  const fleet = new Fleet({ members: MEMBERS, folder, worker, configPath, bug, observe });
  try {
    const feeder = new Feeder({
      brokers: cluster.direct,
      seed,
      points,
      pointsPerSecond: points / (60 * minutes),
      partitions: PARTITIONS,
    });
    const targets = { cluster, nodes, fleet, feeder, admin: direct.admin };
    const striker = new Striker(targets);
    const script = options.script ?? (() => strikeAll(striker, planFaults(seed, minutes, nodes), observe));
    const began = Date.now();
    const timer = setInterval(() => {
      const { acknowledged } = feeder;
      options.progress?.({ elapsedMs: Date.now() - began, written: acknowledged, committed: fleet.chronicle.points });
    }, PROGRESS_MS);
    const feeding = feeder.run();
    try {
      await Promise.race([script(targets, striker), feeding]);
      feeder.end();
      await feeding;
    } finally {
      feeder.end();
      clearInterval(timer);
    }
    const disturbedMs = Date.now() - began;
    const late = await drain(direct, fleet.chronicle, feeder.partitions, options.calmMs ?? CALM_MS);
    await fleet.stopAll();
    const { config } = loadConfig({ path: configPath });
    const history = await verify(direct, config, { seed, serials: feeder.serials });
    const violations = [...fleet.chronicle.complaints, ...late, ...history.violations];
    return { violations, faults: striker.counts, chronicle: fleet.chronicle, history, disturbedMs };
  } finally {
    await fleet.close();
  }
}

async function strikeAll(
  striker: Striker,
  plan: readonly Planned[],
  observe: NonNullable<ChaosOptions["observe"]>,
): Promise<void> {
  const began = Date.now();
  const effects: Promise<void>[] = [];
  for (const { atMs, fault } of plan) {
    await sleep(Math.max(0, began + atMs - Date.now()));
    const { kind, ...details } = fault;
    observe("chaos", { type: kind, ...details });
    const effect = striker.strike(fault);
    effect.catch(() => undefined);
    effects.push(effect);
  }
  await Promise.all(effects);
}

/** Waits until everything written is learned. */
async function drain(broker: Broker, { positions }: Chronicle, partitions: number, withinMs: number) {
  const ends = await Promise.all(
    Array.from(
      { length: partitions },
      async (_, partition) => (await broker.admin.bounds({ topic: INPUT, partition })).end,
    ),
  );
  const deadline = Date.now() + withinMs;
  const left = () => ends.flatMap((end, partition) => ((positions.get(partition) ?? 0) < end ? [partition] : []));
  while (left().length > 0) {
    if (Date.now() > deadline)
      return left().map(
        (p) =>
          `partition ${p} is learned up to ${positions.get(p) ?? 0} of ${ends[p]} after ${withinMs / 1000} s of calm`,
      );
    await sleep(100);
  }
  return [];
}
