/** What units hold that are not committed yet. */
export class PendingUnits<T> {
  #held: { readonly unit: number; readonly value: T }[] = [];

  add(unit: number, value: T): void {
    this.#held.push({ unit, value });
  }

  /** Removes and returns, in order, what belongs to this unit or to one before it. */
  take(unit: number): T[] {
    const taken = this.#held.filter((one) => one.unit <= unit);
    this.#held = this.#held.slice(taken.length);
    return taken.map(({ value }) => value);
  }

  clear(): void {
    this.#held = [];
  }
}
