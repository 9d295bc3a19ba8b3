import type { Bug as StepBug } from "../simulation/bugs.js";

/** The simulation's bugs: steps of the pipeline's protocol done wrong. */
const STEP_BUGS = [
  "no-fence",
  "restore-before-fencing",
  "group-offsets",
  "positions-outside-transaction",
  "zombie-fences-again",
  "shrinking-parts-mixed",
  "seek-back-on-gap",
  "unknown-partition-ignored",
] as const satisfies readonly StepBug[];

/** A change to one file of the product, as a careless hand would make it. */
export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Bugs of the Kafka client, each planted in a copy of the sources. */
export const MUTATIONS = {
  /** A writer goes on although nobody knows what became of a batch. */
  "no-poison": {
    file: "src/broker/kafka/writer/transaction-client.ts",
    from: "if (this.#poison !== undefined) throw this.#poison;",
    to: "",
  },
  /** Whatever the broker takes for a repetition counts as stored, at the first attempt, too. */
  "duplicates-are-success": {
    file: "src/broker/kafka/writer/partition-producer.ts",
    from: "if (isRepeated && codeOf(error)",
    to: "if (codeOf(error)",
  },
  /** An aborted transaction ends with the first marker of its producer that comes along, a COMMIT, too. */
  "aborted-filter-forgets": {
    file: "src/broker/kafka/records/committed-batches.ts",
    from: "if (isAbort(batch)) aborting.delete(batch.producerId);",
    to: "aborting.clear();",
  },
  /** Fetches that were under way when somebody sought are delivered. */
  "seek-ignored-in-flight": {
    file: "src/broker/kafka/source/partition-cursor.ts",
    from: "return !this.#isStopped && this.#seeks === seeks;",
    to: "return !this.#isStopped && seeks >= 0;",
  },
} as const satisfies Readonly<Record<string, Mutation>>;

export type Bug = (typeof STEP_BUGS)[number] | keyof typeof MUTATIONS;

export const BUG_NAMES: readonly Bug[] = [...STEP_BUGS, ...(Object.keys(MUTATIONS) as (keyof typeof MUTATIONS)[])];

export const isBug = (name: string): name is Bug => (BUG_NAMES as readonly string[]).includes(name);

/** The mutation that a bug is, if it is one. */
export function mutationOf(bug: Bug | undefined): Mutation | undefined {
  return bug !== undefined && Object.hasOwn(MUTATIONS, bug) ? MUTATIONS[bug as keyof typeof MUTATIONS] : undefined;
}

export const isStepBug = (bug: Bug): bug is (typeof STEP_BUGS)[number] =>
  (STEP_BUGS as readonly string[]).includes(bug);
