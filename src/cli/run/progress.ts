import type { CommittedEvent, PipelineEvent } from "../../pipeline/events.js";
import type { Messages } from "../terminal/messages.js";
import { grouped, plural } from "../terminal/numbers.js";

/** One line on a terminal that says how far a run on Kafka is. */
export class Progress {
  readonly #messages: Messages;
  #points = 0;
  #rate = 0;
  #at = performance.now();

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  take(event: PipelineEvent): void {
    if (event.type === "warming-up")
      this.#messages.progress(`warming up: ${grouped(event.points)} of ${grouped(event.of)} points`);
    if (event.type === "assigned" && event.partitions.length === 0) this.#messages.progress("standing by");
    if (event.type === "committed") this.#messages.progress(this.#committed(event));
  }

  #committed(event: CommittedEvent): string {
    const now = performance.now();
    const seconds = Math.max(0.001, (now - this.#at) / 1000);
    // Over some seconds: commits come in fits and starts.
    this.#rate += (event.points / seconds - this.#rate) * (1 - Math.exp(-seconds / 3));
    this.#at = now;
    this.#points += event.points;
    const lag = [...event.ends].reduce((sum, [p, end]) => sum + Math.max(0, end - (event.positions.get(p) ?? end)), 0);
    const version = event.version < 0 ? "warming up" : `version ${grouped(event.version)}`;
    const done = `${plural(this.#points, "point")}, ${version}, ${grouped(Math.round(this.#rate))} points/s`;
    return `${done}, ${lag === 0 ? "up to date" : `${plural(lag, "record")} behind`}`;
  }
}
