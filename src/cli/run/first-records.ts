import type { PipelineEvent } from "../../pipeline/events.js";

/** Fewer bad records may just be a bad start. */
const ENOUGH = 10;
const EXAMPLES = 3;

/** Not one of the first records is a point. */
export interface AllBad {
  readonly records: number;
  /** Of the first few: where, and why. */
  readonly examples: readonly string[];
}

/** Watches the first records of a run: if all of them are dead letters, something is wrong with the configuration. */
export class FirstRecords {
  readonly #topic: string;
  readonly #examples: string[] = [];
  #bad = 0;
  #settled = false;

  constructor(topic: string) {
    this.#topic = topic;
  }

  /** Says so once, when a commit has shown it. */
  take(event: PipelineEvent): AllBad | undefined {
    if (this.#settled) return undefined;
    if (event.type === "dead-letter") {
      this.#bad++;
      const { error, offset, partition } = event;
      if (this.#examples.length < EXAMPLES)
        this.#examples.push(`${this.#topic}/${partition}/${offset}: ${error.message}`);
    }
    if (event.type !== "committed") return undefined;
    const good = event.records > event.deadLetters;
    this.#settled = good || this.#bad >= ENOUGH;
    return good || !this.#settled ? undefined : { records: this.#bad, examples: this.#examples };
  }
}
