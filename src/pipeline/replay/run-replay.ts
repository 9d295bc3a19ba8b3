import { asyncScheduler, Subject } from "rxjs";
import type { Control } from "../control.js";
import type { PipelineEvent } from "../events.js";
import { type PipelineOptions, runPipeline } from "../run-pipeline.js";
import type { PipelineSettingsInput } from "../settings.js";
import { Pace } from "./pace.js";
import type { ReplayBounds } from "./replay-bounds.js";
import { ReplayBroker } from "./replay-broker.js";

export interface ReplayOptions extends Omit<PipelineOptions, "controls$" | "settings" | "replay"> {
  /** Of the replay's own pipeline; where it begins and how it pauses are not its to say. */
  readonly settings?: Omit<PipelineSettingsInput, "from">;
  readonly bounds: ReplayBounds;
  /** Seconds of history a second; default: as fast as possible. */
  readonly speed?: number;
  /** Stops after the open unit; the same replay run again goes on there. */
  readonly signal?: AbortSignal;
}

/**
 * Lives through history again under another app's name: the very pipeline that learns from live input reads a bounded
 * part of it, partitions merged by timestamp, and writes labels, snapshots, journal and state of its own exactly once.
 * Two replays with the same bounds and settings agree bit for bit, also when one was killed and run again. At the end
 * the last short mini-batch is folded in.
 *
 * @param bounds of `planReplay`.
 * @param sink is told what happens.
 * @returns whether it came to the end; false = it was stopped before.
 * @throws what the pipeline fails with; RetentionError when history was deleted meanwhile.
 */
export function runReplay(options: ReplayOptions, sink: (event: PipelineEvent) => void): Promise<boolean> {
  const { bounds, broker, input, signal, speed = Infinity, scheduler = asyncScheduler } = options;
  const controls$ = new Subject<Control>();
  const end = new Ending(bounds, () => {
    // Not from inside the event that told of it.
    scheduler.schedule(() => {
      controls$.next("flush");
      controls$.next("stop");
    });
  });
  const history = { topic: input, bounds, pace: new Pace(speed), scheduler, exhausted: () => end.exhausted() };
  const pipeline$ = runPipeline({
    ...options,
    broker: new ReplayBroker(broker, history),
    settings: settingsOf(options),
    controls$,
    replay: bounds,
  });
  return new Promise((resolve, reject) => {
    const stop = () => controls$.next("stop");
    const subscription = pipeline$.subscribe({
      next: (event) => {
        end.see(event);
        sink(event);
      },
      error: reject,
      complete: () => resolve(end.complete),
    });
    subscription.add(() => signal?.removeEventListener("abort", stop));
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
  });
}

/** A clock must not decide what is learned, and a gap would make two replays differ. */
function settingsOf({ settings }: ReplayOptions): PipelineSettingsInput {
  return { ...settings, from: "earliest", flush: { after: null }, retention: "fail", topics: { create: true } };
}

/** Notices when all history is committed, and then whether its last flush is. */
class Ending {
  complete = false;
  readonly #bounds: ReplayBounds;
  readonly #reached: () => void;
  #positions: ReadonlyMap<number, number> = new Map();
  #exhausted = false;
  #ending = false;

  constructor(bounds: ReplayBounds, reached: () => void) {
    this.#bounds = bounds;
    this.#reached = reached;
  }

  /** The source has given out everything to the task at work. */
  exhausted(): void {
    this.#exhausted = true;
    this.#look();
  }

  see(event: PipelineEvent): void {
    if (event.type === "dropped") this.#exhausted = false;
    if (event.type !== "committed" && event.type !== "restored" && event.type !== "genesis") return;
    this.#positions = event.positions;
    if (event.type === "committed" && this.#ending) this.complete = event.inputs.some(({ type }) => type === "flush");
    this.#look();
  }

  #look(): void {
    if (this.#ending || !this.#exhausted) return;
    if (this.#bounds.ends.some((end, partition) => (this.#positions.get(partition) ?? 0) < end)) return;
    this.#ending = true;
    this.#reached();
  }
}
