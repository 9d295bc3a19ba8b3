import { type SchedulerLike, Subscription } from "rxjs";
import { BrokerError } from "../../errors.js";
import type { Call, Fault, Faults } from "../faults.js";
import { type Soon, soonOn } from "./turns.js";

export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** What a call does at the broker; `done` may be called later, once. */
export type Effect<T> = (done: (outcome: Outcome<T>) => void) => void;

export interface LinkOptions {
  readonly clientId: string;
  readonly scheduler: SchedulerLike;
  readonly faults?: Faults;
  /** Every request takes so long, ms. */
  readonly latencyMs: number;
  /** Pause before a call is repeated, ms. */
  readonly retryMs: number;
}

interface Exchange<T> {
  readonly call: Call;
  readonly effect: Effect<T>;
  readonly settle: (outcome: Outcome<T>) => void;
  /** Whether the client repeats the call when request or reply is lost. */
  readonly repeats: boolean;
}

const ATTEMPTS_MAX = 8;

/**
 * The wire between one process and the broker: delays, losses, stalls and death happen here and nowhere else.
 *
 * A request that is under way arrives even if its process dies or stalls meanwhile; a reply reaches only the living.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #soon: Soon;
  readonly #timers = new Subscription();
  #state: "open" | "paused" | "killed" | "closed" = "open";
  #held: (() => void)[] = [];

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#soon = soonOn(options.scheduler);
  }

  get state(): "open" | "paused" | "killed" | "closed" {
    return this.#state;
  }

  now(): number {
    return this.#options.scheduler.now();
  }

  /** A call whose effect is immediate, as a promise. */
  call<T>(call: Call, effect: () => T, options: { repeats: boolean } = { repeats: true }): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome<T>) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.value));
      this.send({ call, effect: (done) => done(attempt(effect)), settle, repeats: options.repeats });
    });
  }

  /** `settle` is called at most once, asynchronously, and only while the process is alive and awake. */
  send<T>(exchange: Exchange<T>): void {
    this.deliver(() => this.#request(exchange, 1));
  }

  /** A timer of the process: waits while it is stalled, dies with it. */
  after(delayMs: number, work: () => void): Subscription {
    const timer = new Subscription();
    timer.add(
      this.#options.scheduler.schedule(() => {
        this.deliver(() => {
          if (timer.closed) return;
          timer.unsubscribe();
          work();
        });
      }, delayMs),
    );
    this.#timers.add(timer); // which cancels it if the process is dead
    return timer;
  }

  /** Runs work of the process: now, when it wakes up, or never. */
  deliver(work: () => void): void {
    if (this.#state === "killed") return;
    if (this.#state === "paused") this.#held.push(work);
    else work();
  }

  pause(): void {
    if (this.#state === "open") this.#state = "paused";
  }

  resume(): void {
    if (this.#state !== "paused") return;
    this.#state = "open";
    const held = this.#held;
    this.#held = [];
    for (const work of held) this.deliver(work); // whoever pauses or kills again meanwhile holds the rest
  }

  kill(): void {
    this.#state = "killed";
    this.#held = [];
    this.#timers.unsubscribe();
  }

  /** Calls fail from now on, those that wait to be repeated too. */
  close(): void {
    if (this.#state !== "killed") this.#state = "closed";
  }

  #request<T>(exchange: Exchange<T>, attempts: number): void {
    if (this.#state === "closed") {
      const error = new BrokerError(`the connection of "${this.#options.clientId}" is closed: connect anew`);
      this.#reply(exchange, { error });
      return;
    }
    const fault = this.#consult(exchange.call, attempts, "before");
    if (fault?.crash === true) {
      this.kill();
      return;
    }
    this.#travel(fault?.delayMs, () => {
      if (fault?.loseReply === true) this.#lose(exchange, attempts);
      else if (fault?.error !== undefined) this.#reply(exchange, { error: fault.error });
      else exchange.effect((outcome) => this.#answer(exchange, attempts, outcome));
    });
  }

  #answer<T>(exchange: Exchange<T>, attempts: number, outcome: Outcome<T>): void {
    if (this.#state === "killed") return;
    const fault = this.#consult(exchange.call, attempts, "after");
    if (fault?.crash === true) this.kill();
    else if (fault?.loseReply === true) this.#lose(exchange, attempts);
    else this.#reply(exchange, fault?.error === undefined ? outcome : { error: fault.error }, fault?.delayMs);
  }

  #lose<T>(exchange: Exchange<T>, attempts: number): void {
    const { name } = exchange.call;
    if (exchange.repeats && attempts < ATTEMPTS_MAX) {
      this.after(this.#options.retryMs, () => this.#request(exchange, attempts + 1));
      return;
    }
    const error = new BrokerError(`no reply to ${name}: whether it took effect is unknown`, { retriable: true });
    this.#reply(exchange, { error }, this.#options.retryMs);
  }

  #consult(call: Call, attempts: number, phase: "before" | "after"): Fault | undefined {
    const { faults, clientId } = this.#options;
    return faults?.({ ...call, clientId, attempt: attempts, phase });
  }

  #travel(delayMs: number | undefined, work: () => void): void {
    const { latencyMs, scheduler } = this.#options;
    if (delayMs === undefined && latencyMs === 0) work();
    else scheduler.schedule(() => work(), latencyMs + (delayMs ?? 0));
  }

  #reply<T>({ settle }: Exchange<T>, outcome: Outcome<T>, delayMs?: number): void {
    const arrive = () => this.deliver(() => settle(outcome));
    if (delayMs === undefined) this.#soon(arrive);
    else this.#options.scheduler.schedule(() => arrive(), delayMs);
  }
}

function attempt<T>(effect: () => T): Outcome<T> {
  try {
    return { value: effect() };
  } catch (error) {
    return { error };
  }
}
