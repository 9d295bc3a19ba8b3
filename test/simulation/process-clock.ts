import { type SchedulerAction, type SchedulerLike, Subscription } from "rxjs";

/**
 * The timers of one simulated process: they wait while it is stalled and never fire once it is dead, as those of a
 * real process do.
 */
export class ProcessClock implements SchedulerLike {
  readonly #world: SchedulerLike;
  #state: "running" | "paused" | "dead" = "running";
  #held: (() => void)[] = [];

  constructor(world: SchedulerLike) {
    this.#world = world;
  }

  now(): number {
    return this.#world.now();
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    const subscription = new Subscription();
    const deliver = this.#deliver.bind(this);
    const timer = this.#world.schedule<T>(
      function (value) {
        deliver(() => {
          if (!subscription.closed) work.call(this, value);
        });
      },
      delay,
      state,
    );
    subscription.add(timer);
    return subscription;
  }

  pause(): void {
    if (this.#state === "running") this.#state = "paused";
  }

  resume(): void {
    if (this.#state !== "paused") return;
    this.#state = "running";
    for (const work of this.#held.splice(0)) this.#deliver(work);
  }

  kill(): void {
    this.#state = "dead";
    this.#held = [];
  }

  #deliver(work: () => void): void {
    if (this.#state === "running") work();
    else if (this.#state === "paused") this.#held.push(work);
  }
}
