import type { PipelineEvent } from "../../pipeline/events.js";
import type { ReplayBounds } from "../../pipeline/replay/replay-bounds.js";
import type { Context } from "../context.js";
import { grouped, plural } from "../terminal/numbers.js";
import { progressBar } from "../terminal/progress-bar.js";

/** What came of a replay, or of the part of it that this process did. */
export interface ReplaySummary {
  readonly points: number;
  readonly labels: number;
  readonly deadLetters: number;
  /** Of the mixture; −1 = there is none. */
  readonly version: number;
  readonly logLikelihood: { readonly mean: number | null; readonly recent: number | null };
  readonly seconds: number;
}

/** Counts what a replay does, and shows on a terminal how far it is and how long it will take. */
export class ReplayProgress {
  readonly #context: Context;
  readonly #bounds: ReplayBounds;
  readonly #total: number;
  readonly #start = performance.now();
  #begun: number | undefined;
  #summary: Omit<ReplaySummary, "seconds"> = {
    points: 0,
    labels: 0,
    deadLetters: 0,
    version: -1,
    logLikelihood: { mean: null, recent: null },
  };

  constructor(bounds: ReplayBounds, context: Context) {
    this.#context = context;
    this.#bounds = bounds;
    this.#total = bounds.ends.reduce((sum, end, p) => sum + end - bounds.starts[p]!, 0);
  }

  get summary(): ReplaySummary {
    return { ...this.#summary, seconds: this.#seconds };
  }

  take(event: PipelineEvent): void {
    const { messages } = this.#context;
    if (event.type === "trouble" || event.type === "dropped") messages.warn(event.error.message);
    if (event.type === "genesis" || event.type === "restored") this.#begun ??= this.#done(event.positions);
    if (event.type === "restored") this.#summary = { ...this.#summary, version: event.version };
    if (event.type !== "committed") return;
    const { deadLetters, labels, points } = this.#summary;
    this.#summary = {
      points: points + event.points,
      labels: labels + event.labels,
      deadLetters: deadLetters + event.deadLetters,
      version: event.version,
      logLikelihood: figures(event.model?.logLikelihood),
    };
    messages.progress(this.#line(this.#done(event.positions)));
  }

  get #seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  #done(positions: ReadonlyMap<number, number>): number {
    const { starts } = this.#bounds;
    return starts.reduce((sum, start, p) => sum + Math.max(0, (positions.get(p) ?? start) - start), 0);
  }

  #line(done: number): string {
    const here = done - (this.#begun ?? 0);
    const rate = here / this.#seconds;
    const left = here > 0 ? `, ${duration((this.#total - done) / rate)} left` : "";
    const points = plural(this.#summary.points, "point");
    return `${progressBar(this.#total === 0 ? 1 : done / this.#total)} ${points}, ${grouped(rate)} records/s${left}`;
  }
}

function figures(
  found: { readonly mean: number; readonly recent: number } | undefined,
): ReplaySummary["logLikelihood"] {
  const known = (value: number | undefined): number | null => (Number.isFinite(value) ? value! : null);
  return { mean: known(found?.mean), recent: known(found?.recent) };
}

/** @example duration(3725); // "1 h 2 min" */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
