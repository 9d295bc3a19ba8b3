import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { untilBrokerSees } from "./direct-admin.js";
import { JAVA } from "./jvm-jars.js";
import type { Watchdog } from "./watchdog.js";

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 30_000;

/** One broker as a Java process of its own. Its ports and data stay across deaths. */
export interface KafkaNode {
  readonly running: boolean;
  /** SIGKILL, and resolves when the process is gone. */
  kill(): Promise<void>;
  /** An orderly shutdown; after 30 s a kill. */
  stop(): Promise<void>;
  /** Starts it again; resolves when it serves, and sees as many live brokers as asked (itself alone when not said). */
  start(seesNodes?: number): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
}

/** What makes a node's process. */
export interface JvmNodeOptions {
  readonly classPath: string;
  readonly properties: string;
  readonly outputFile: string;
  /** Where the node answers without a proxy. */
  readonly address: string;
  readonly heapMb: number;
  readonly watchdog: Watchdog;
}

/** A node that is formatted and not yet started. */
export function jvmNode(options: JvmNodeOptions): KafkaNode {
  return new JvmNode(options);
}

class JvmNode implements KafkaNode {
  readonly #options: JvmNodeOptions;
  #child: ChildProcess | undefined;

  constructor(options: JvmNodeOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  async start(seesNodes = 1): Promise<void> {
    if (this.#child) throw new Error(`the broker at ${this.#options.address} runs already`);
    const { address } = this.#options;
    const child = this.#spawn();
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new Error(`the broker at ${address} did not serve within ${START_TIMEOUT_MS / 1000} s`)),
      START_TIMEOUT_MS,
    );
    child.once("exit", () => deadline.abort(new Error(`the broker at ${address} died at its start`)));
    try {
      await untilBrokerSees(address, seesNodes, deadline.signal);
    } catch (error) {
      await this.kill();
      throw new Error(`${(error as Error).message}: ${await this.#lastWords()}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async kill(): Promise<void> {
    await this.#signal("SIGKILL");
  }

  async stop(): Promise<void> {
    this.resume();
    const late = setTimeout(() => this.#child?.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await this.#signal("SIGTERM");
    clearTimeout(late);
  }

  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  #spawn(): ChildProcess {
    const { classPath, properties, outputFile, heapMb, watchdog } = this.#options;
    const output = openSync(outputFile, "a");
    // One compiler instead of two: half the processor time until a broker serves, and none lives long enough to miss it.
    const jvm = [
      `-Xmx${heapMb}m`,
      "-Xss512k",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    ];
    const child = spawn(JAVA, [...jvm, "-cp", classPath, "kafka.Kafka", properties], {
      // A group of its own: an interrupt typed at the terminal reaches the tests, which then stop it in order.
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    const pid = child.pid;
    if (pid !== undefined) watchdog.watch(pid);
    this.#child = child;
    child.once("exit", () => {
      if (pid !== undefined) watchdog.forget(pid);
      if (this.#child === child) this.#child = undefined;
    });
    return child;
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  async #lastWords(): Promise<string> {
    const words = await readFile(this.#options.outputFile, "utf8");
    return words.trim().slice(-2000) || "it said nothing";
  }
}
