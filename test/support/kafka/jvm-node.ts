import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { JAVA } from "./jvm-jars.js";
import type { Watchdog } from "./watchdog.js";

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 30_000;

/** One node as a Java process of its own. Its ports and data stay across deaths. */
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
  /** For messages: "the broker at 127.0.0.1:20001". */
  readonly what: string;
  readonly heapMb: number;
  /** Of which it tells all that it has to say, not only warnings. */
  readonly logger?: string;
  readonly watchdog: Watchdog;
  /** Resolves once the node serves, and sees so many live brokers. */
  readonly serves: (seesNodes: number, deadline: AbortSignal) => Promise<void>;
  /** Resolves once a node that was killed may come back; default: at once. */
  readonly mayReturn?: (deadline: AbortSignal) => Promise<void>;
}

/** A node that is formatted and not yet started. */
export function jvmNode(options: JvmNodeOptions): KafkaNode {
  return new JvmNode(options);
}

class JvmNode implements KafkaNode {
  readonly #options: JvmNodeOptions;
  #child: ChildProcess | undefined;
  #wasKilled = false;

  constructor(options: JvmNodeOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  async start(seesNodes = 1): Promise<void> {
    const { mayReturn, serves, what } = this.#options;
    if (this.#child) throw new Error(`${what} runs already`);
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new Error(`${what} did not serve within ${START_TIMEOUT_MS / 1000} s`)),
      START_TIMEOUT_MS,
    );
    try {
      if (this.#wasKilled) await mayReturn?.(deadline.signal);
      this.#wasKilled = false;
      this.#spawn().once("exit", () => deadline.abort(new Error(`${what} died at its start`)));
      await serves(seesNodes, deadline.signal);
    } catch (error) {
      await this.kill();
      throw new Error(`${(error as Error).message}: ${await this.#lastWords()}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async kill(): Promise<void> {
    this.#wasKilled ||= this.running;
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
    const { classPath, properties, outputFile, heapMb, logger, watchdog } = this.#options;
    const output = openSync(outputFile, "a");
    // One compiler instead of two: half the processor time until a broker serves, and none lives long enough to miss it.
    const jvm = [
      `-Xmx${heapMb}m`,
      "-Xss512k",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
      ...(logger === undefined ? [] : [`-Dorg.slf4j.simpleLogger.log.${logger}=info`]),
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
