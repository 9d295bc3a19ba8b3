import type { PipelineEvent } from "../pipeline/events.js";
import { Speed } from "./series/speed.js";
import type { Phase } from "./view.js";

/** Without a new record for so long it is idle. */
const IDLE_MS = 2000;
/** A lag that would take longer than this to catch up with is being behind. */
const BEHIND_SECONDS = 10;
/** A commit that takes so much longer than its interval is held up by something. */
const BLOCKED_MS = 5000;

/** What a pipeline is doing, as its events and the time tell. */
export class PhaseWatch {
  readonly #now: () => number;
  readonly #commitInterval: number;
  readonly #speed: Speed;
  /** What holds until something happens; undefined = at work, and commits tell how busy. */
  #fixed: Phase | undefined = { name: "connecting" };
  #warmup: Phase | undefined;
  #trouble: string | undefined;
  /** Since when something is learned that is not committed. */
  #openSince = Number.POSITIVE_INFINITY;
  #lastRecords = Number.NEGATIVE_INFINITY;
  #lag = 0;

  constructor(commitInterval: number, now: () => number) {
    this.#commitInterval = commitInterval;
    this.#now = now;
    this.#speed = new Speed(now);
  }

  /** Points were learned into the open unit. */
  learned(): void {
    this.#openSince = Math.min(this.#openSince, this.#now());
  }

  take(event: PipelineEvent): void {
    switch (event.type) {
      case "assigned":
        if (!event.kept) this.#pause({ name: event.partitions.length === 0 ? "standing by" : "restoring" });
        break;
      case "genesis":
      case "restored":
        this.#fixed = undefined;
        break;
      case "warming-up":
        this.#warmup = { name: "warming up", points: event.points, of: event.of };
        break;
      case "model-ready":
        this.#warmup = undefined;
        break;
      case "committed":
        this.#committed(event);
        break;
      case "fenced":
        this.#pause({ name: "fenced", why: `${event.rival ?? "another process"} took over` });
        break;
      case "dropped":
        if (this.#fixed?.name !== "fenced") this.#pause({ name: "retrying", why: event.error.message });
        break;
      case "trouble":
        this.#trouble = event.error.message;
        break;
      case "stopped":
        this.#pause({ name: "ended" });
        break;
    }
  }

  failed(error: unknown): void {
    this.#pause({ name: "failed", why: error instanceof Error ? error.message : String(error) });
  }

  get phase(): Phase {
    return this.#fixed ?? this.#blocked() ?? this.#warmup ?? this.#behind() ?? this.#atWork();
  }

  #blocked(): Phase | undefined {
    if (this.#now() - this.#openSince < this.#commitInterval + BLOCKED_MS) return undefined;
    return { name: "blocked", why: this.#trouble ?? "what was learned waits for its commit" };
  }

  #behind(): Phase | undefined {
    const seconds = this.#lag / this.#speed.value;
    if (!(seconds >= BEHIND_SECONDS)) return undefined;
    const time = Number.isFinite(seconds) ? `, ${Math.round(seconds)} s at this speed` : "";
    return { name: "behind", why: `${this.#lag} records to catch up with${time}` };
  }

  #atWork(): Phase {
    return { name: this.#now() - this.#lastRecords < IDLE_MS ? "busy" : "idle" };
  }

  #committed({ records, positions, ends }: Extract<PipelineEvent, { type: "committed" }>): void {
    this.#openSince = Number.POSITIVE_INFINITY;
    this.#trouble = undefined;
    if (records > 0) this.#lastRecords = this.#now();
    this.#speed.add(records);
    this.#lag = 0;
    for (const [partition, end] of ends) this.#lag += Math.max(0, end - (positions.get(partition) ?? end));
  }

  #pause(phase: Phase): void {
    this.#fixed = phase;
    this.#warmup = undefined;
    this.#openSince = Number.POSITIVE_INFINITY;
    this.#lag = 0;
  }
}
