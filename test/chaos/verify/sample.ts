import type { IncomingRecord } from "../../../src/broker/broker.js";
import { mixtureOf } from "../../../src/format/mixture-of.js";
import type { Label, Snapshot } from "../../../src/format/records.js";
import type { Mixture } from "../../../src/mixture/mixture.js";
import { textOf } from "../../support/history.js";
import { naiveScores } from "../../support/naive.js";
import { inputRecord } from "../input-records.js";
import type { Violations } from "./violations.js";

const EVERY = 7;
const PRECISION = 1e-7;
/** Responsibilities below it are left out of labels. */
const LEAST = 0.001;

/** Recomputes some labels from the snapshot of their version by the formula of the textbook. */
export class Sample {
  checked = 0;
  readonly #mixtures = new Map<number, Mixture>();
  readonly #seed: number;
  readonly #violations: Violations;
  #seen = 0;

  constructor(seed: number, violations: Violations) {
    this.#seed = seed;
    this.#violations = violations;
  }

  snapshot(record: IncomingRecord): void {
    const snapshot = JSON.parse(textOf(record.value)) as Snapshot;
    this.#mixtures.set(snapshot.version, mixtureOf(snapshot).mixture);
  }

  label(label: Label): void {
    const mixture = this.#mixtures.get(label.version);
    if (mixture === undefined || this.#seen++ % EVERY !== 0) return;
    this.checked++;
    const { joint, logDensity } = naiveScores(mixture, this.#pointOf(label));
    const due = joint.map((value) => Math.exp(value - logDensity));
    const found = Array.from(mixture.ids, (id) => label.responsibilities[id] ?? 0);
    const differs = due.some((value, k) => Math.abs(value - found[k]!) > (found[k] === 0 ? LEAST : PRECISION));
    const likeliest = mixture.ids[due.indexOf(Math.max(...due))];
    const isTie = due.filter((value) => Math.abs(value - Math.max(...due)) < PRECISION).length > 1;
    if (differs || Math.abs(logDensity - label.logDensity) > PRECISION * Math.abs(logDensity) + PRECISION)
      this.#violations.add("label is not what its snapshot says", `${JSON.stringify(label)}, due ${due}`);
    else if (!isTie && likeliest !== label.component)
      this.#violations.add("component is not the likeliest", JSON.stringify(label));
  }

  /** The point, by the serial number in its id. */
  #pointOf({ id }: Label): number[] {
    const [serial, index] = String(id).split("/").map(Number);
    const value = JSON.parse(textOf(inputRecord(this.#seed, serial!).value)) as Point | Point[];
    const { x, y } = Array.isArray(value) ? value[index!]! : value;
    return [x, y];
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}
