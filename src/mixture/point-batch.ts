/**
 * A batch of points: `count` rows of `dimensions` numbers, row-major, in one flat array.
 *
 * `NaN` is a missing coordinate; infinities are never allowed. The optional columns have one entry a point.
 */
export interface PointBatch {
  /** Number of points n. */
  readonly count: number;
  /** Number of features D. */
  readonly dimensions: number;
  /** n × D coordinates, row-major; at least `count * dimensions` long. */
  readonly values: Float64Array;
  /** n weights ≥ 0; absent = every point weighs 1. */
  readonly weights?: Float64Array;
}

/** Anything with rows, columns and `get(row, column)`: ml-matrix matrices fit, whichever copy they come from. */
export interface MatrixLike {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
}

/** Points as callers have them: a matrix, rows of numbers, or a batch. */
export type PointsLike = PointBatch | MatrixLike | readonly (readonly number[])[];

/** Coordinates beyond this magnitude are refused: their squares would leave the range of a double. */
export const LARGEST_COORDINATE = 1e100;

/**
 * Makes a {@link PointBatch} of a flat array (with `dimensions`), of rows of numbers or of a matrix.
 *
 * @param data n × D coordinates; a flat `Float64Array` is used as it is, not copied.
 * @param options `dimensions` (needed with a flat array) and `weights`, one a point.
 * @throws RangeError when a row has another length, a coordinate is infinite or beyond
 *   {@link LARGEST_COORDINATE}, or a weight is negative or not a number.
 * @example
 * points([[1, 2], [3, 4]]).count; // 2
 * points(new Float64Array([1, 2, 3, 4]), { dimensions: 2 }).count; // 2
 */
export function points(
  data: PointsLike | Float64Array,
  options: { dimensions?: number; weights?: ArrayLike<number> } = {},
): PointBatch {
  const batch = data instanceof Float64Array ? fromFlat(data, options.dimensions) : fromRows(data, options.dimensions);
  checkCoordinates(batch);
  const weights = options.weights === undefined ? batch.weights : Float64Array.from(options.weights);
  if (weights === undefined) return batch;
  checkWeights(weights, batch.count);
  return { count: batch.count, dimensions: batch.dimensions, values: batch.values, weights };
}

/** Sum of the points' weights, in order; their number where they have none. */
export function totalWeight({ count, weights }: Pick<PointBatch, "count" | "weights">): number {
  if (weights === undefined) return count;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i]!;
  return sum;
}

function fromFlat(values: Float64Array, dimensions: number | undefined): PointBatch {
  if (dimensions === undefined || !Number.isInteger(dimensions) || dimensions < 1)
    throw new RangeError(`a flat array of points needs { dimensions }, a whole number ≥ 1; got ${dimensions}`);
  if (values.length % dimensions !== 0)
    throw new RangeError(`${values.length} numbers are not a whole number of points of ${dimensions} dimensions`);
  return { count: values.length / dimensions, dimensions, values };
}

function fromRows(data: PointsLike, dimensions: number | undefined): PointBatch {
  if ("values" in data && data.values instanceof Float64Array) return checkBatch(data as PointBatch);
  if ("get" in data) return fromMatrix(data);
  const rows = data as readonly (readonly number[])[];
  const width = dimensions ?? rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    if (row.length !== width)
      throw new RangeError(`point ${i} has ${row.length} coordinates, the points before it ${width}`);
    values.set(row, i * width);
  });
  return { count: rows.length, dimensions: width, values };
}

function fromMatrix(matrix: MatrixLike): PointBatch {
  const { rows, columns } = matrix;
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = matrix.get(i, j);
  return { count: rows, dimensions: columns, values };
}

function checkBatch(batch: PointBatch): PointBatch {
  if (batch.values.length < batch.count * batch.dimensions)
    throw new RangeError(
      `a batch of ${batch.count} points of ${batch.dimensions} dimensions holds only ${batch.values.length} numbers`,
    );
  return batch;
}

function checkCoordinates({ count, dimensions, values }: PointBatch): void {
  for (let i = 0; i < count * dimensions; i++) {
    if (Math.abs(values[i]!) > LARGEST_COORDINATE)
      throw new RangeError(
        `coordinate ${i % dimensions} of point ${Math.floor(i / dimensions)} is ${values[i]}: ` +
          `coordinates must be finite and at most ${LARGEST_COORDINATE} in magnitude (NaN = missing)`,
      );
  }
}

function checkWeights(weights: Float64Array, count: number): void {
  if (weights.length !== count) throw new RangeError(`${weights.length} weights for ${count} points`);
  for (let i = 0; i < count; i++)
    if (!(weights[i]! >= 0 && weights[i]! <= LARGEST_COORDINATE))
      throw new RangeError(`the weight of point ${i} is ${weights[i]}: weights are finite and ≥ 0`);
}
