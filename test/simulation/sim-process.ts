import type { Observable } from "rxjs";
import { Subject, type Subscription } from "rxjs";
import type { Broker } from "../../src/broker/broker.js";
import type { MemoryConnection } from "../../src/broker/memory/client/memory-connection.js";
import type { Control } from "../../src/pipeline/control.js";
import type { PipelineEvent } from "../../src/pipeline/events.js";
import { ProcessClock } from "./process-clock.js";
import type { SimulationScheduler } from "./scheduler.js";

/** How a process ended by itself: `undefined` = it was asked to stop, and did. */
export type Exit = Error | undefined;

export interface ProcessHost {
  readonly scheduler: SimulationScheduler;
  connect(clientId: string, process: SimProcess): MemoryConnection;
  run(broker: Broker, clientId: string, clock: ProcessClock, controls$: Observable<Control>): Observable<PipelineEvent>;
  told(process: SimProcess, event: PipelineEvent): void;
  exited(process: SimProcess, exit: Exit): void;
}

/** One process that runs the pipeline: it can die, stall and be asked to stop. */
export class SimProcess {
  readonly clientId: string;
  readonly #clock: ProcessClock;
  readonly #connection: MemoryConnection;
  readonly #controls$ = new Subject<Control>();
  #subscription: Subscription | undefined;
  #wakeUp: Subscription | undefined;
  state: "running" | "paused" | "stopping" | "ended" = "running";

  constructor(host: ProcessHost, clientId: string) {
    this.clientId = clientId;
    this.#clock = new ProcessClock(host.scheduler);
    this.#connection = host.connect(clientId, this);
    this.#subscription = host.run(this.#connection, clientId, this.#clock, this.#controls$).subscribe({
      next: (event) => this.state !== "ended" && host.told(this, event),
      error: (error) => this.#exit(host, error),
      complete: () => this.#exit(host, undefined),
    });
  }

  /** Dies at once; nothing is closed, nothing said. */
  kill(): void {
    this.state = "ended";
    this.#connection.kill();
    this.#clock.kill();
  }

  stall(scheduler: SimulationScheduler, ms: number): void {
    if (this.state !== "running") return;
    this.state = "paused";
    this.#connection.pause();
    this.#clock.pause();
    this.#wakeUp = scheduler.schedule(() => this.wake(), ms);
  }

  wake(): void {
    this.#wakeUp?.unsubscribe();
    if (this.state !== "paused") return;
    this.state = "running";
    this.#clock.resume();
    this.#connection.resume();
  }

  control(control: Control): void {
    if (this.state !== "running") return;
    if (control === "stop") this.state = "stopping";
    this.#controls$.next(control);
  }

  #exit(host: ProcessHost, exit: Exit): void {
    if (this.state === "ended") return;
    this.state = "ended";
    this.#subscription?.unsubscribe();
    void this.#connection.close();
    host.exited(this, exit);
  }
}
