import type { PipelineEvent } from "../pipeline/events.js";

export interface Check {
  readonly ok: boolean;
  readonly why: string;
}

/** Whether the process should be left alone (`live`) and whether it does its work or could (`ready`), with reasons. */
export interface HealthReport {
  readonly live: boolean;
  readonly ready: boolean;
  readonly role: Role;
  readonly checks: { readonly input: Check; readonly output: Check; readonly task: Check };
}

/** `active` = works, `standby` = could take over at once. */
type Role = "active" | "standby" | "none";

/** So many troubles without a commit between them are no hiccup any more, until this long after the last. */
const TROUBLES = 3;
const TROUBLE_MS = 30_000;

const NOT_YET: Check = { ok: false, why: "not connected yet" };

/** What the events of a pipeline say of its health. That the process answers at all says the event loop is alive. */
export class Health {
  readonly #now: () => number;
  #failure: string | undefined;
  #role: Role = "none";
  #input: Check = NOT_YET;
  #output: Check = NOT_YET;
  #task: Check = { ok: false, why: "not assigned yet" };
  #troubles = 0;
  #troubledAt = 0;
  #trouble = "";

  /** @param now ms of any clock that runs on. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  take(event: PipelineEvent): void {
    switch (event.type) {
      case "assigned":
        this.#assigned(event.partitions.length, event.kept);
        break;
      case "lost":
        this.#input = { ok: false, why: "the group is rebalancing" };
        break;
      case "fenced-others":
        this.#output = { ok: true, why: "connected" };
        break;
      case "restored":
      case "genesis":
        this.#working();
        break;
      case "committed":
        this.#troubles = 0;
        break;
      case "dropped":
        this.#dropped(event.error, event.failures);
        break;
      case "trouble":
        this.#troubled(event.error);
        break;
      case "stopped":
        this.#ended("stopped");
        break;
    }
  }

  /** The pipeline has ended with an error. */
  failed(error: unknown): void {
    this.#failure = `failed: ${messageOf(error)}`;
    this.#ended(this.#failure);
  }

  report(): HealthReport {
    const checks = { input: this.#inputNow(), output: this.#output, task: this.#task };
    const ready = Object.values(checks).every(({ ok }) => ok);
    return { live: this.#failure === undefined, ready, role: ready ? this.#role : "none", checks };
  }

  #assigned(partitions: number, kept: boolean): void {
    this.#troubles = 0;
    this.#input = { ok: true, why: "connected" };
    if (kept) return;
    this.#role = partitions === 0 ? "standby" : "none";
    this.#task =
      partitions === 0 ? { ok: true, why: "standing by" } : { ok: false, why: "fencing and restoring the state" };
    this.#output = partitions === 0 ? { ok: true, why: "not needed while standing by" } : NOT_YET;
  }

  #working(): void {
    this.#role = "active";
    this.#task = { ok: true, why: "working" };
  }

  #dropped(error: Error, failures: number): void {
    const times = failures === 1 ? "" : `, ${failures} times in a row`;
    this.#role = "none";
    this.#output = NOT_YET;
    this.#task = { ok: false, why: `dropped${times}: ${messageOf(error)}` };
  }

  #troubled(error: Error): void {
    const now = this.#now();
    this.#troubles = now - this.#troubledAt > TROUBLE_MS ? 1 : this.#troubles + 1;
    this.#troubledAt = now;
    this.#trouble = messageOf(error);
  }

  #inputNow(): Check {
    const troubled = this.#troubles >= TROUBLES && this.#now() - this.#troubledAt <= TROUBLE_MS;
    return troubled && this.#input.ok ? { ok: false, why: `in trouble: ${this.#trouble}` } : this.#input;
  }

  #ended(why: string): void {
    this.#role = "none";
    this.#input = { ok: false, why };
    this.#output = { ok: false, why };
    this.#task = { ok: false, why };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
