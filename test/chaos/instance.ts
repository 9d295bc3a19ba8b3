import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Arm, WorkerEvent, WorkerTask } from "./worker-messages.js";

/** A member that has not passed the moment it was armed for is struck anyway after so long. */
const ARMED_MS = 3000;

export interface InstanceOptions {
  readonly task: WorkerTask;
  /** The file to run. */
  readonly worker: string;
  /** Where its standard error goes. */
  readonly errorFile: string;
  readonly told: (event: WorkerEvent) => void;
}

/** How an instance ended: `signal` when it was killed. */
export interface InstanceExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One member of the app as a process of its own. */
export class Instance {
  readonly name: string;
  readonly exited: Promise<InstanceExit>;
  readonly #child: ChildProcess;
  readonly #errorFile: string;
  #isActive = false;
  #isStruck = false;
  #isEnded = false;

  constructor({ task, worker, errorFile, told }: InstanceOptions) {
    this.name = task.name;
    this.#errorFile = errorFile;
    const output = openSync(errorFile, "a");
    this.#child = spawn(process.execPath, ["--enable-source-maps", worker, JSON.stringify(task)], {
      stdio: ["ignore", output, output, "ipc"],
      detached: true,
    });
    closeSync(output);
    this.#child.on("error", () => undefined);
    this.#child.on("message", (event: WorkerEvent) => {
      if (event.type === "assigned") this.#isActive = event.partitions! > 0;
      told(event);
    });
    this.exited = once(this.#child, "exit").then(([code, signal]) => {
      this.#isEnded = true;
      return { code, signal } as InstanceExit;
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Works, as far as its last assignment says. */
  get isActive(): boolean {
    return this.#isActive && !this.#isEnded;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** A fault is under way that sooner or later stops it. */
  get isStruck(): boolean {
    return this.#isStruck;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  /** SIGSTOP for so long, then SIGCONT. */
  async stall(ms: number): Promise<void> {
    this.#isStruck = true;
    this.#child.kill("SIGSTOP");
    await this.#pass(ms);
    this.wake();
  }

  /** Lets it strike itself within its next commit; a member that does not commit is struck from outside. */
  async strikeAt(strike: Omit<Arm, "until">): Promise<void> {
    this.arm({ ...strike, until: Date.now() + ARMED_MS });
    await this.#pass(ARMED_MS);
    if (!this.#isEnded) this.#child.kill(strike.signal);
  }

  /** Lets it strike itself within its next commit, if that comes in time; it may be stalled until it is woken. */
  arm(arm: Arm): void {
    this.#isStruck = true;
    if (this.#child.connected) this.#child.send(arm, () => undefined);
  }

  /** SIGCONT. */
  wake(): void {
    this.#child.kill("SIGCONT");
    this.#isStruck = false;
  }

  /** What it wrote before it ended. */
  async lastWords(): Promise<string> {
    return (await readFile(this.#errorFile, "utf8")).trim().slice(-3000);
  }

  async #pass(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([late, this.exited]);
    clearTimeout(timer);
  }
}
