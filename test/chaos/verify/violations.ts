const SHOWN = 5;

/** What was found wrong: the first few of each kind in full, the rest counted. */
export class Violations {
  readonly #kinds = new Map<string, { count: number; readonly examples: string[] }>();

  add(kind: string, example: string): void {
    const found = this.#kinds.get(kind) ?? { count: 0, examples: [] };
    this.#kinds.set(kind, found);
    found.count++;
    if (found.examples.length < SHOWN) found.examples.push(example);
  }

  get lines(): string[] {
    return [...this.#kinds].flatMap(([kind, { count, examples }]) => {
      const rest = count - examples.length;
      const shown = examples.map((example) => `${kind}: ${example.slice(0, 2000)}`);
      return rest > 0 ? [...shown, `${kind}: and ${rest} more`] : shown;
    });
  }

  /** How many of a kind. */
  count(kind: string): number {
    return this.#kinds.get(kind)?.count ?? 0;
  }
}
