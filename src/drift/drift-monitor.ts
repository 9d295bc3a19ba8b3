import { Adwin, type AdwinOptions } from "./adwin.js";
import type { Change } from "./change.js";
import { PageHinkley } from "./page-hinkley.js";
import { Standardizer, WINSOR } from "./standardizer.js";

/** A lasting rise of the scores: the mixture describes the points worse than it did. */
export interface DriftAlarm extends Change {
  readonly detector: "adwin" | "page-hinkley";
  /** Estimated number of scores since the change began, ≥ 1, the newest included. */
  readonly since: number;
  /** Mean score since the change less the mean before, in deviations of a score. */
  readonly rise: number;
}

/**
 * Scores lie within ± WINSOR deviations. A rise of .05 deviations is as much as 2 % of outliers make of scores that are
 * cut off there: too little to speak of drift, though a long stream proves it.
 */
const ADWIN: AdwinOptions = { range: 2 * WINSOR, tolerance: 0.02 * WINSOR };
/** A fall by so many deviations leaves nothing of the reference. */
const FALL = 1;
const FORMAT = 1;

/**
 * Watches the prequential scores of a mixture (−log density of each point before it is learned) for a lasting rise.
 *
 * Page–Hinkley is quick: it sees each score against the recent past, and notices a rise of 1 deviation after about 80
 * scores. ADWIN is patient: it sees the scores in units that stay the same, and so also a drift that is slower than the
 * memory of the {@link Standardizer}. Whichever alarms, the likeliest cut of ADWIN's window dates the change: half of the
 * dates are off by 8 scores or fewer for a rise of 1 deviation, where the minimum of Page–Hinkley is too early by 100
 * and more in one case of ten.
 *
 * After an alarm it starts over by itself, exactly as after {@link reset}: the level of the next scores is the normal one
 * then, and a further rise alarms again. Nothing has to be done but to call `reset` when the mixture is exchanged. The
 * first 128 scores after a start make the reference and alarm nobody. A fall is no drift; after a large one it starts
 * over as well, without an alarm: a reference made of a glitch would make it blind for long.
 *
 * @example
 * const monitor = new DriftMonitor();
 * for (const l of logDensity) {
 *   const alarm = monitor.add(-l);
 *   if (alarm !== undefined) console.log(`${alarm.detector}: the stream changed ${alarm.since} points ago`);
 * }
 */
export class DriftMonitor {
  #standardizer = new Standardizer();
  #pageHinkley = new PageHinkley();
  #adwin = new Adwin(ADWIN);

  /**
   * Takes the next score in, in the order of the points.
   *
   * @throws RangeError when the score is NaN; infinite ones are just very unusual.
   */
  add(score: number): DriftAlarm | undefined {
    const standard = this.#standardizer.add(score);
    if (standard === undefined) return undefined;
    const fast = this.#pageHinkley.add(standard.recent);
    const slow = this.#adwin.add(standard.fixed);
    if (fast !== undefined) return this.#alarm("page-hinkley", this.#dated(fast));
    if (slow === undefined) return undefined;
    if (slow.rise > 0) return this.#alarm("adwin", slow);
    if (slow.rise < -FALL) this.reset();
    return undefined;
  }

  #dated(fast: Change): Change {
    const likeliest = this.#adwin.likeliestChange;
    return likeliest !== undefined && likeliest.rise > 0 ? likeliest : fast;
  }

  #alarm(detector: DriftAlarm["detector"], change: Change): DriftAlarm {
    this.reset();
    return { detector, ...change };
  }

  /** Forgets all scores: the mixture was replaced, or the level of its scores is normal from now on. */
  reset(): void {
    this.#standardizer = new Standardizer();
    this.#pageHinkley = new PageHinkley();
    this.#adwin = new Adwin(ADWIN);
  }

  /** At most 231 numbers: format, then the state of the standardizer with its length, Page–Hinkley's and ADWIN's. */
  toState(): Float64Array {
    const standardizer = this.#standardizer.toState();
    return Float64Array.of(
      FORMAT,
      standardizer.length,
      ...standardizer,
      ...this.#pageHinkley.toState(),
      ...this.#adwin.toState(),
    );
  }

  /**
   * Continues bit for bit where {@link toState} was called.
   *
   * @throws RangeError when the numbers are not the state of a drift monitor.
   */
  static fromState(state: ArrayLike<number>): DriftMonitor {
    const [format, length = Number.NaN, ...rest] = Array.from(state);
    if (format !== FORMAT || !(Number.isInteger(length) && length >= 1))
      throw new RangeError("these numbers are not the state of a drift monitor");
    const monitor = new DriftMonitor();
    monitor.#standardizer = Standardizer.fromState(rest.slice(0, length));
    monitor.#pageHinkley = PageHinkley.fromState(rest.slice(length, length + 2));
    monitor.#adwin = Adwin.fromState(rest.slice(length + 2), ADWIN);
    return monitor;
  }
}
