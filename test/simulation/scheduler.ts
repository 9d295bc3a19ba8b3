import { type SchedulerAction, type SchedulerLike, Subscription } from "rxjs";

/**
 * Virtual time. Everything in a simulated world is scheduled here, in order of time and then of scheduling, so that one
 * seed makes one history.
 */
export class SimulationScheduler implements SchedulerLike {
  #now = 0;
  #order = 0;
  readonly #heap: SimulationAction<unknown>[] = [];
  /** Actions run so far. */
  steps = 0;

  now(): number {
    return this.#now;
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    return new SimulationAction(this, work).schedule(state, delay);
  }

  /** Runs everything that is due up to `until`; promises settle between any two actions. */
  async runUntil(until: number, finished: () => boolean = () => false): Promise<void> {
    await settled();
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.due > until || finished()) break;
      pop(this.#heap);
      if (next.closed) continue;
      this.#now = next.due;
      this.steps++;
      next.run();
      await settled();
    }
    if (!finished() && this.#now < until) this.#now = until;
  }

  enqueue(action: SimulationAction<unknown>, delay: number): void {
    action.due = this.#now + Math.max(0, Math.ceil(delay)); // whole ms, as Date.now()
    action.order = this.#order++;
    push(this.#heap, action);
  }
}

export class SimulationAction<T> extends Subscription implements SchedulerAction<T> {
  due = 0;
  order = 0;
  readonly #scheduler: SimulationScheduler;
  readonly #work: (this: SchedulerAction<T>, state?: T) => void;
  #state: T | undefined;
  #again = false;

  constructor(scheduler: SimulationScheduler, work: (this: SchedulerAction<T>, state?: T) => void) {
    super();
    this.#scheduler = scheduler;
    this.#work = work;
  }

  schedule(state?: T, delay = 0): Subscription {
    this.#state = state;
    this.#again = true;
    this.#scheduler.enqueue(this as SimulationAction<unknown>, delay);
    return this;
  }

  run(): void {
    this.#again = false;
    this.#work.call(this, this.#state);
    if (!this.#again) this.unsubscribe();
  }
}

/** Resolves when no promise callback is waiting: node runs ticks only after all microtasks. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

function before(a: SimulationAction<unknown>, b: SimulationAction<unknown>): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}

function push(heap: SimulationAction<unknown>[], action: SimulationAction<unknown>): void {
  let i = heap.push(action) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!before(action, heap[parent]!)) break;
    heap[i] = heap[parent]!;
    i = parent;
  }
  heap[i] = action;
}

function pop(heap: SimulationAction<unknown>[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (child >= heap.length || !before(heap[child]!, last)) break;
    heap[i] = heap[child]!;
    i = child;
  }
  heap[i] = last;
}
