import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that tells in lines of JSON what it does, and may be told things in lines. */
export class JsonProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #errors = "";
  readonly #ended: Promise<void>;

  constructor([program, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv) {
    this.#child = spawn(program, args, { env, stdio: "pipe" });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#errors += text;
    });
    this.#child.stdin!.on("error", () => undefined); // it may have ended
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", () => resolve());
      this.#child.once("error", (error) => {
        this.#errors += error.message;
        resolve();
      });
    });
  }

  /** What it says next; undefined once it has ended in order. @throws Error with its last words when it has failed. */
  async next<T>(): Promise<T | undefined> {
    const { done, value } = await this.#lines.next();
    if (!done) return JSON.parse(value) as T;
    await this.#ended;
    if (this.#child.exitCode === 0) return undefined;
    throw new Error(this.#errors.trim().slice(-2000) || "it failed and said nothing");
  }

  /** Its answer to a line. @throws Error with its last words when it ends instead. */
  async ask<T>(line: string): Promise<T> {
    this.#child.stdin!.write(`${line}\n`);
    const answer = await this.next<T>();
    if (answer === undefined) throw new Error(`it ended instead of answering: ${line}`);
    return answer;
  }

  /** Tells it that nothing more will be said, and waits until it has ended. */
  async close(): Promise<void> {
    this.#child.stdin!.end();
    await this.#ended;
  }

  /** SIGKILL. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

/** What it comes down to when a process has failed: the last line of what it said. */
export function lastLine(error: unknown): string {
  return (error as Error).message.split("\n").at(-1)!;
}
