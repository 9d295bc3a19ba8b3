import type { Transaction, Writer } from "../../src/broker/broker.js";
import type { TaskSteps } from "../../src/pipeline/task/context.js";
import type { Arm } from "./worker-messages.js";

/** Longest wait, in ms, for a request to be on its way, or at work in the broker, when its sender is struck. */
const UNDER_WAY_MS = 6;

/** Strikes this process at a chosen moment of a commit, which a signal from outside would hardly ever hit. */
export class Moments {
  readonly #strike: (signal: Arm["signal"]) => void;
  #armed: Arm | undefined;

  constructor(strike: (signal: Arm["signal"]) => void) {
    this.#strike = strike;
  }

  arm(arm: Arm): void {
    this.#armed = arm;
  }

  /** A commit that passes through every moment and is struck in the one asked for. */
  around(commit: TaskSteps["commit"]): TaskSteps["commit"] {
    return (writer, appends, sendBytes) => {
      const arm = this.#armed;
      if (arm === undefined || Date.now() > arm.until) return commit(writer, appends, sendBytes);
      this.#armed = undefined;
      const moments = 5 + 2 * appends.length;
      let left = Math.floor(arm.moment * moments);
      const pass = (): void => {
        if (left-- === 0 && Date.now() <= arm.until) this.#strike(arm.signal);
      };
      return commit(watched(writer, pass, (arm.moment * moments) % 1), appends, sendBytes);
    };
  }
}

function watched(writer: Writer, pass: () => void, wait: number): Writer {
  const soon = (): void => void setTimeout(pass, wait * UNDER_WAY_MS);
  return {
    begin: async () => {
      pass();
      const transaction = await writer.begin();
      pass();
      return watchedTransaction(transaction, pass, soon);
    },
    close: () => writer.close(),
  };
}

function watchedTransaction(transaction: Transaction, pass: () => void, soon: () => void): Transaction {
  return {
    append: async (topic, partition, records) => {
      const done = transaction.append(topic, partition, records);
      soon();
      await done;
      pass();
    },
    commit: async () => {
      pass();
      const done = transaction.commit();
      soon();
      await done;
      pass();
    },
    abort: () => transaction.abort(),
  };
}
