import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startWatchdog, type Watchdog } from "../support/kafka/watchdog.js";
import { METADATA_MAX_AGE_MS } from "./app-config.js";
import type { Bug } from "./bugs.js";
import { Chronicle } from "./chronicle.js";
import { Instance } from "./instance.js";
import type { Victim } from "./plan.js";
import type { WorkerEvent } from "./worker-messages.js";

export interface FleetOptions {
  readonly members: number;
  /** Where files of the members go; removed at the end. */
  readonly folder: string;
  /** The file that they run. */
  readonly worker: string;
  readonly configPath: string;
  readonly bug: Bug | undefined;
  readonly observe: (who: string, event: WorkerEvent | { readonly type: string }) => void;
}

/** After a death a successor is started so much later, ms. */
const REPLACE_MS = 400;
/** A graceful stop takes less, whatever the broker does; twice that on a machine short of time. */
const STOP_MS = 10_000;
/** A process that starts anew again and again without working. */
const MOST_EXITS = 20;

/** The members of one app: one works, the others stand by, and whoever ends is replaced. */
export class Fleet {
  readonly chronicle = new Chronicle();
  readonly #options: FleetOptions;
  readonly #watchdog: Watchdog;
  readonly #members = new Set<Instance>();
  #waiting: {
    readonly isIt: (event: WorkerEvent, who: Instance) => boolean;
    readonly resolve: (who: Instance) => void;
  }[] = [];
  #incarnations = 0;
  #exits = 0;
  #isReplacing = true;
  /** Replacements under way. */
  readonly #pending = new Set<Promise<void>>();

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#watchdog = startWatchdog(options.folder);
    for (let i = 0; i < options.members; i++) this.#spawn();
  }

  /** Those that are alive. */
  get members(): readonly Instance[] {
    return [...this.#members];
  }

  /** Resolves with the next event of such a type, and who told it. */
  next(isIt: (event: WorkerEvent, who: Instance) => boolean): Promise<Instance> {
    return new Promise((resolve) => this.#waiting.push({ isIt, resolve }));
  }

  /** Who is up to be hit by a fault: alive, awake, and not hit already. */
  choose({ active, choice }: Victim): Instance | undefined {
    const awake = [...this.#members].filter(({ isStruck }) => !isStruck);
    const wanted = awake.filter(({ isActive }) => isActive === active);
    const from = wanted.length > 0 ? wanted : awake;
    return from[Math.floor(choice * from.length)];
  }

  async stopAll(): Promise<void> {
    this.#isReplacing = false;
    await Promise.all(this.#pending);
    await Promise.all([...this.#members].map((member) => this.stop(member)));
  }

  /** Kills whoever is left and removes the files. */
  async close(): Promise<void> {
    this.#isReplacing = false;
    await this.#watchdog.end();
  }

  /** Asks one to stop, and complains if it takes too long. */
  async stop(member: Instance): Promise<void> {
    const began = Date.now();
    member.terminate();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), STOP_MS);
    });
    const exit = await Promise.race([member.exited, late]);
    clearTimeout(timer);
    const took = Date.now() - began;
    this.#options.observe(member.name, { type: `stopped after ${took} ms` });
    this.chronicle.stops.push(took);
    if (exit === undefined) {
      this.chronicle.complaints.push(`${member.name} was asked to stop and still ran after ${took} ms`);
      member.kill();
    }
  }

  #spawn(): void {
    const { bug, configPath, folder, observe, worker } = this.#options;
    const name = `member-${++this.#incarnations}`;
    const member = new Instance({
      task: { name, configPath, metadataMaxAgeMs: METADATA_MAX_AGE_MS, ...(bug === undefined ? {} : { bug }) },
      worker,
      errorFile: join(folder, `${name}.txt`),
      told: (event) => {
        observe(name, event);
        this.chronicle.take(name, event);
        this.#heard(event, member);
      },
    });
    if (member.pid !== undefined) this.#watchdog.watch(member.pid);
    this.#members.add(member);
    const ended = member.exited.then(async ({ code, signal }) => {
      observe(name, { type: `exit ${signal ?? code}` });
      this.#members.delete(member);
      if (member.pid !== undefined) this.#watchdog.forget(member.pid);
      if (code !== 0 && signal === null) await this.#judgeExit(member, code);
    });
    void ended.then(() => this.#replace());
  }

  #heard(event: WorkerEvent, who: Instance): void {
    const met = this.#waiting.filter(({ isIt }) => isIt(event, who));
    this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting));
    for (const { resolve } of met) resolve(who);
  }

  async #judgeExit(member: Instance, code: number | null): Promise<void> {
    const words = await member.lastWords();
    this.chronicle.complaints.push(`${member.name} ended with ${code}: ${words}`);
    if (++this.#exits >= MOST_EXITS) this.#isReplacing = false;
  }

  #replace(): void {
    if (!this.#isReplacing) return;
    const work = sleep(REPLACE_MS).then(() => {
      this.#pending.delete(work);
      if (this.#isReplacing) this.#spawn();
    });
    this.#pending.add(work);
  }
}
