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

const ADWIN: AdwinOptions = { range: 2 * WINSOR, tolerance: 0.1, report: "rises" };
const FORMAT = 1;

/**
 * Watches the prequential scores of a mixture (−log density of each point before it is learned) for a lasting rise.
 *
 * After an alarm it starts over by itself, as if {@link reset} had been called: whoever listens decides what follows,
 * and has to call `reset` only where the mixture is replaced. A level that stays higher is then the normal one.
 *
 * @example
 * const monitor = new DriftMonitor();
 * const alarm = monitor.add(-logDensity);
 * if (alarm !== undefined) console.log(`${alarm.detector}: since ${alarm.since} points`);
 */
export class DriftMonitor {
  #standardizer = new Standardizer();
  #pageHinkley = new PageHinkley();
  #adwin = new Adwin(ADWIN);

  /**
   * Takes the next score in, in the order of the points.
   *
   * @throws RangeError when the score is NaN.
   */
  add(score: number): DriftAlarm | undefined {
    const standard = this.#standardizer.add(score);
    if (standard === undefined) return undefined;
    const fast = this.#pageHinkley.add(standard.recent);
    const slow = this.#adwin.add(standard.fixed);
    if (fast === undefined && slow === undefined) return undefined;
    this.reset();
    return fast !== undefined ? { detector: "page-hinkley", ...fast } : { detector: "adwin", ...slow! };
  }

  /** Forgets all scores: the mixture was replaced, or the level of its scores is normal from now on. */
  reset(): void {
    this.#standardizer = new Standardizer();
    this.#pageHinkley = new PageHinkley();
    this.#adwin = new Adwin(ADWIN);
  }

  /** At most 536 numbers: … */
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
