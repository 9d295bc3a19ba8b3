import { VirtualAction, VirtualTimeScheduler } from "rxjs";

/** Time that passes only when told to. Between two actions every promise gets to run. */
export class VirtualClock {
  readonly scheduler = new VirtualTimeScheduler(VirtualAction, Number.POSITIVE_INFINITY);

  get now(): number {
    return this.scheduler.now();
  }

  /** Lets promises run, and everything that is due now. */
  settle(): Promise<void> {
    return this.advance(0);
  }

  async advance(ms: number): Promise<void> {
    const end = this.scheduler.frame + ms;
    for (;;) {
      await microtasks();
      const next = this.scheduler.actions[0];
      if (next === undefined || next.delay > end) break;
      this.scheduler.actions.shift();
      this.scheduler.frame = next.delay;
      const error: unknown = next.execute(next.state, next.delay);
      if (error !== undefined) throw error;
    }
    this.scheduler.frame = end;
  }

  /** Lets time pass until the promise settles. @throws when it has not within `withinMs` */
  async run<T>(promise: Promise<T>, withinMs = 60_000): Promise<T> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    promise.then(done, done);
    const deadline = this.now + withinMs;
    while (!settled) {
      await this.settle();
      const next = this.scheduler.actions[0];
      if (settled) break;
      if (next === undefined || next.delay > deadline) throw new Error(`nothing came within ${withinMs} ms`);
      await this.advance(next.delay - this.now);
    }
    return promise;
  }
}

/** Resolves when every promise that can go on has done so. */
export function microtasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
