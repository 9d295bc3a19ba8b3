interface Entry {
  readonly offset: number;
  /** Absent on control records. */
  readonly value?: string;
  readonly writer?: string;
  fate: "committed" | "aborted" | "open";
}

/** The log of one partition as one would first write it down: one entry an offset, everything found by searching. */
export class LogModel {
  readonly #entries: Entry[] = [];
  start = 0;

  end(): number {
    return this.#entries.length;
  }

  append(values: readonly string[], writer?: string): void {
    for (const value of values) {
      const offset = this.#entries.length;
      if (writer === undefined) this.#entries.push({ offset, value, fate: "committed" });
      else this.#entries.push({ offset, value, writer, fate: "open" });
    }
  }

  /** Ends the writer's transaction, if it wrote here, with a control record. */
  endTransaction(writer: string, fate: "committed" | "aborted"): void {
    const open = this.#entries.filter((entry) => entry.fate === "open" && entry.writer === writer);
    for (const entry of open) entry.fate = fate;
    if (open.length > 0) this.#entries.push({ offset: this.#entries.length, fate: "committed" });
  }

  stableEnd(): number {
    const firstOpen = this.#entries.find(({ fate }) => fate === "open");
    return Math.max(this.start, firstOpen?.offset ?? this.end());
  }

  committed(from: number): { readonly offset: number; readonly value: string }[] {
    const visible: { offset: number; value: string }[] = [];
    for (const { offset, value, fate } of this.#entries) {
      const inside = offset >= from && offset < this.stableEnd();
      if (inside && value !== undefined && fate === "committed") visible.push({ offset, value });
    }
    return visible;
  }

  /** Where a reader goes on that was given so many records: at the first one left over, or at the stable end. */
  nextOffset(from: number, records: number): number {
    return this.committed(from)[records]?.offset ?? Math.max(from, this.stableEnd());
  }
}
