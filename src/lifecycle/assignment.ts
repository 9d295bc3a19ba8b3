/**
 * Optimal assignment: pairs rows with columns, each used at most once and as many as fit, at the least total cost.
 *
 * Shortest augmenting paths with dual variables, O(r²c) for r ≤ c. Deterministic: among columns that are equally near
 * the lowest is taken, so that equal costs pair row i with column i.
 *
 * Source: Kuhn (1955); Jonker & Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment
 * problems, Computing 38 (1987).
 *
 * @param costs rows × columns finite numbers, row-major; they may be negative.
 * @returns for every row its column, or −1 where there are fewer columns than rows.
 * @throws RangeError when the shape does not fit or a cost is not finite.
 * @example
 * assignment([4, 1, 2, 0], 2, 2); // [1, 0]: 1 + 2 is less than 4 + 0
 */
export function assignment(costs: ArrayLike<number>, rows: number, columns: number): Int32Array {
  checkCosts(costs, rows, columns);
  const columnOf = new Int32Array(rows).fill(-1);
  if (rows <= columns) {
    solve((i, j) => costs[i * columns + j]!, rows, columns).forEach((row, j) => {
      if (row >= 0) columnOf[row] = j;
    });
  } else {
    solve((j, i) => costs[i * columns + j]!, columns, rows).forEach((column, i) => (columnOf[i] = column));
  }
  return columnOf;
}

function checkCosts(costs: ArrayLike<number>, rows: number, columns: number): void {
  if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows >= 0 && columns >= 0))
    throw new RangeError(`an assignment needs whole numbers of rows and columns ≥ 0; got ${rows} and ${columns}`);
  if (costs.length !== rows * columns)
    throw new RangeError(`${costs.length} costs are not ${rows} × ${columns}: one for every row and column`);
  for (let e = 0; e < costs.length; e++)
    if (!Number.isFinite(costs[e]))
      throw new RangeError(`the cost of row ${Math.floor(e / columns)}, column ${e % columns} is ${costs[e]}`);
}

/** Assigns every row, where there are at least as many columns; for every column its row or −1. */
function solve(cost: (row: number, column: number) => number, rows: number, columns: number): Int32Array {
  const rowOf = new Int32Array(columns).fill(-1);
  const ofRow = new Float64Array(rows);
  const ofColumn = new Float64Array(columns);
  for (let row = 0; row < rows; row++) augment(row, { cost, rowOf, ofRow, ofColumn });
  return rowOf;
}

interface State {
  readonly cost: (row: number, column: number) => number;
  readonly rowOf: Int32Array;
  /** Dual variables: cost − ofRow − ofColumn ≥ 0 everywhere, and 0 where a pair is made. */
  readonly ofRow: Float64Array;
  readonly ofColumn: Float64Array;
}

/** Finds the cheapest path from a free row to a free column by Dijkstra's algorithm, and swaps the pairs along it. */
function augment(start: number, { cost, rowOf, ofRow, ofColumn }: State): void {
  const columns = rowOf.length;
  const distance = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(columns).fill(-1);
  const done = new Uint8Array(columns);
  let row = start;
  let reached = -1;
  for (let far = 0; row >= 0; row = rowOf[reached]!) {
    const last = reached;
    reached = -1;
    for (let j = 0; j < columns; j++) {
      if (done[j] === 1) continue;
      const along = far + cost(row, j) - ofRow[row]! - ofColumn[j]!;
      if (along < distance[j]!) {
        distance[j] = along;
        before[j] = last;
      }
      if (reached < 0 || distance[j]! < distance[reached]!) reached = j;
    }
    done[reached] = 1;
    far = distance[reached]!;
  }
  updateDuals(start, reached, distance, done, { cost, rowOf, ofRow, ofColumn });
  for (let j = reached; j >= 0; j = before[j]!) rowOf[j] = before[j]! < 0 ? start : rowOf[before[j]!]!;
}

function updateDuals(
  start: number,
  reached: number,
  distance: Float64Array,
  done: Uint8Array,
  { rowOf, ofRow, ofColumn }: State,
): void {
  const far = distance[reached]!;
  ofRow[start]! += far;
  for (let j = 0; j < rowOf.length; j++) {
    if (done[j] === 0 || j === reached) continue;
    ofRow[rowOf[j]!]! += far - distance[j]!;
    ofColumn[j]! -= far - distance[j]!;
  }
}
