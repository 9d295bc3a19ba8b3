/** Points of a stretch of time, and the sums of two log densities over them. */
export interface Bucket {
  /** ms since 1970, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly points: number;
  /** Sums, nats. */
  readonly a: number;
  readonly b: number;
}

interface Sums {
  points: number;
  a: number;
  b: number;
}

/** Sums over equal stretches of time, whose length doubles whenever they become too many: one pass, bounded memory. */
export class TimeBuckets {
  readonly #most: number;
  #width = 1;
  #sums = new Map<number, Sums>();
  #first = Infinity;
  #last = -Infinity;

  /** @param most buckets. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Points without a time (Kafka says −1) are left out: around 0 no stretch would ever hold both. */
  add(timestamp: number, a: number, b: number): void {
    if (!(timestamp >= 0 && timestamp < Infinity)) return;
    this.#widenFor(timestamp);
    const index = Math.floor(timestamp / this.#width);
    this.#first = Math.min(this.#first, index);
    this.#last = Math.max(this.#last, index);
    this.#into(index, { points: 1, a, b });
  }

  /** In order of time; stretches without points are left out. */
  get buckets(): Bucket[] {
    return [...this.#sums]
      .sort(([i], [j]) => i - j)
      .map(([index, sums]) => ({ from: index * this.#width, to: (index + 1) * this.#width, ...sums }));
  }

  #widenFor(timestamp: number): void {
    for (;;) {
      const index = Math.floor(timestamp / this.#width);
      if (Math.max(this.#last, index) - Math.min(this.#first, index) < this.#most) return;
      this.#width *= 2;
      const narrow = this.#sums;
      this.#sums = new Map();
      for (const [old, sums] of narrow) this.#into(Math.floor(old / 2), sums);
      this.#first = Math.floor(this.#first / 2);
      this.#last = Math.floor(this.#last / 2);
    }
  }

  #into(index: number, { points, a, b }: Sums): void {
    const sums = this.#sums.get(index);
    if (sums === undefined) {
      this.#sums.set(index, { points, a, b });
      return;
    }
    sums.points += points;
    sums.a += a;
    sums.b += b;
  }
}
