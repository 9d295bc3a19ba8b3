import type { WorkerEvent } from "./worker-messages.js";

interface Commit {
  readonly who: string;
  readonly at: number;
}

/** What the members told while they lived: for the figures, and for what topics cannot show. */
export class Chronicle {
  /** Positions that some member said it had committed. */
  readonly positions = new Map<number, number>();
  /** What no topic shows and is wrong nevertheless. */
  readonly complaints: string[] = [];
  readonly counts = { takeovers: 0, fences: 0, dropped: 0, joins: 0, restored: 0, expelled: 0 };
  /** ms between the last commit of one member and the first of the next. */
  readonly gaps: number[] = [];
  /** ms that graceful stops took. */
  readonly stops: number[] = [];
  /** Points committed, as told. */
  points = 0;
  readonly #mustJoin = new Set<string>();
  #last: Commit | undefined;

  take(who: string, event: WorkerEvent): void {
    this.#watch(who, event);
    const { counts } = this;
    if (event.type === "fenced") counts.fences++;
    if (event.type === "dropped") counts.dropped++;
    if (event.type === "assigned") counts.joins++;
    if (event.type === "lost") counts.expelled++;
    if (event.type === "restored") counts.restored++;
    if (event.type === "gave-up") this.complaints.push(`${who} gave up: ${event.message}`);
    if (event.type === "retention-overtook") this.complaints.push(`${who} says that retention overtook it`);
    for (const [partition, position] of Object.entries(event.positions ?? {}))
      this.positions.set(Number(partition), Math.max(position, this.positions.get(Number(partition)) ?? 0));
    if (event.type === "committed") this.#committed(who, event);
  }

  /** A task that failed is built anew only after another join: only then is it known who the owner is. */
  #watch(who: string, { type }: WorkerEvent): void {
    if (type === "dropped") this.#mustJoin.add(who);
    else if (type === "assigned") this.#mustJoin.delete(who);
    else if (type === "fenced-others" && this.#mustJoin.has(who))
      this.complaints.push(`${who} fenced others after an error without joining first`);
  }

  #committed(who: string, event: WorkerEvent): void {
    this.points += event.points ?? 0;
    if (this.#last !== undefined && this.#last.who !== who) {
      this.counts.takeovers++;
      this.gaps.push(event.at - this.#last.at);
    }
    this.#last = { who, at: event.at };
  }
}
