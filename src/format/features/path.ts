/** The steps of a path into an event: keys of objects and 0-based positions in arrays. */
export type Path = readonly string[];

/**
 * Parses `load.cpu`, `values.0`, `values[0].x`; `\.`, `\[` and `\\` stand for themselves.
 *
 * @throws RangeError when a step is empty or a bracket holds no number.
 * @example
 * parsePath("values[0].x"); // ["values", "0", "x"]
 */
export function parsePath(text: string): Path {
  const steps: string[] = [];
  const token = /\[(\d+)\]|(\.?)((?:\\[\s\S]|[^.[\\])+)/y;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    const [, position, dot, key] = found ?? [];
    const wellPlaced = position !== undefined ? at > 0 : (dot === ".") === at > 0;
    if (found === null || !wellPlaced)
      throw new RangeError(
        `${JSON.stringify(text)} is not a path: expected keys joined by dots, like load.cpu or values[0]`,
      );
    steps.push(position ?? key!.replace(/\\([\s\S])/g, "$1"));
  }
  if (steps.length === 0) throw new RangeError("a path is empty: expected keys joined by dots, like load.cpu");
  return steps;
}

/**
 * The value at a path of a parsed JSON event; `undefined` where there is none. Only own properties count, so that
 * `constructor` or `__proto__` mean nothing unless the event says so.
 */
export function valueAt(event: unknown, path: Path): unknown {
  let value = event;
  for (const step of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return undefined;
    if (step === "length" && Array.isArray(value)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
