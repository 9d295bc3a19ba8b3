import type { FeatureInput } from "./features/feature-spec.js";
import { Features } from "./features/features.js";
import { type Path, parsePath } from "./features/path.js";

/** What messages hold: which features make a point, and where its id, time and weight are. */
export interface LayoutOptions {
  /** Features of a point; absent = every column but those of id, time and weight. */
  readonly features?: readonly FeatureInput[] | undefined;
  /** Columns of a row in order: their names, or how many (then x1, x2, …); absent = the features' paths. */
  readonly columns?: readonly string[] | number | undefined;
  /** Path or column of the id, a text or a number. */
  readonly id?: string | undefined;
  /** Path or column of the time: ms since 1970, or ISO 8601 text. */
  readonly timestamp?: string | undefined;
  /** Path or column of the weight, a number ≥ 0. */
  readonly weight?: string | undefined;
}

/**
 * The parts of a message's points, as paths into an event and as columns of a row.
 *
 * @example
 * const layout = new PointLayout({ columns: ["sepal", "petal", "species"], id: "species" });
 * layout.features.names; // ["sepal", "petal"]
 */
export class PointLayout {
  readonly features: Features;
  readonly columns: readonly string[];
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly weight: string | undefined;
  /** Paths of all numbers to find: the features' inputs first, then the weight's unless it is one of them. */
  readonly numbers: readonly string[];
  /** Where the weight is among `numbers`; −1 = every point weighs 1. */
  readonly weightAt: number;
  /** Everything to look for. */
  readonly paths: readonly string[];
  readonly #named: ReadonlySet<string>;

  /** @throws RangeError when there are neither features nor columns, names are doubled, or a path is none. */
  constructor(options: LayoutOptions) {
    const { id, timestamp, weight } = options;
    const columns = columnNames(options.columns);
    this.features = new Features(options.features ?? otherColumns(columns, [id, timestamp, weight]));
    this.columns = columns ?? this.features.inputs;
    this.id = id;
    this.timestamp = timestamp;
    this.weight = weight;
    this.numbers = [...new Set([...this.features.inputs, ...(weight === undefined ? [] : [weight])])];
    this.weightAt = weight === undefined ? -1 : this.numbers.indexOf(weight);
    this.#named = new Set(columns);
    this.paths = [...this.numbers, id, timestamp].filter((path) => path !== undefined);
    for (const path of this.paths) this.pathInEvent(path);
  }

  /** Steps to a value in an object: a column's name is one key, whatever characters it holds. */
  pathInEvent(path: string): Path {
    return this.#named.has(path) ? [path] : parsePath(path);
  }

  /**
   * Checks that a row has a column for everything, as it must where all messages are rows.
   *
   * @throws RangeError that names the missing column and those there are.
   */
  requireColumns(): this {
    const missing = this.paths.find((path) => !this.columns.includes(path));
    if (missing === undefined) return this;
    throw new RangeError(
      `there is no column ${JSON.stringify(missing)}; the columns are ${this.columns.join(", ")}` +
        (this.#named.size === 0 ? ", as the features say: list all columns of a row in columns" : ""),
    );
  }
}

function columnNames(columns: LayoutOptions["columns"]): readonly string[] | undefined {
  if (columns === undefined) return undefined;
  const names = typeof columns === "number" ? Array.from({ length: columns }, (_, i) => `x${i + 1}`) : columns;
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`two columns are called ${JSON.stringify(twice)}`);
  return names;
}

function otherColumns(
  columns: readonly string[] | undefined,
  taken: readonly (string | undefined)[],
): readonly string[] {
  if (columns === undefined) throw new RangeError("neither features nor columns are given: one of them is needed");
  return columns.filter((name) => !taken.includes(name));
}
