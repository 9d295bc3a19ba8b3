import { about, count, covariances, D, first, K, P, second, statisticCounts, statisticMeans } from "./memory";

/**
 * Merges the sums of a block of points, full, into the K statistics whose scatters stand in place of the covariances:
 * old counts and scatters times `keep`, new ones times `add`. The operations and their order are those of
 * ../../statistics/sums.ts and ../../statistics/sufficient-statistics.ts.
 */
export function fold(keep: f64, add: f64): void {
  for (let k: i32 = 0; k < K; k++) {
    const counts = statisticCounts + ((<usize>k) << 3);
    const n = f64.load(count + ((<usize>k) << 3));
    const added = n * add;
    const before = f64.load(counts) * keep;
    const after = before + added;
    const matrix = covariances + ((<usize>(k * D * D)) << 3);
    if (added == 0) scale(matrix, keep);
    else {
      const share = added / after;
      findMeans(k, n);
      mergeScatter(k, n, matrix, before * share, keep, add);
      moveMeans(k, before == 0, share);
    }
    f64.store(counts, after);
  }
}

function scale(matrix: usize, keep: f64): void {
  const end = matrix + ((<usize>(D * D)) << 3);
  for (let at = matrix; at < end; at += 8) f64.store(at, f64.load(at) * keep);
}

/** The means of the sums take their centres' place, and then what they differ from the statistics' means. */
function findMeans(k: i32, n: f64): void {
  const centres = about + ((<usize>(k * P)) << 3);
  const sums = first + ((<usize>(k * P)) << 3);
  const size = (<usize>D) << 3;
  for (let i: usize = 0; i < size; i += 8) f64.store(centres + i, f64.load(centres + i) + f64.load(sums + i) / n);
}

function mergeScatter(k: i32, n: f64, matrix: usize, cross: f64, keep: f64, add: f64): void {
  const row = (<usize>D) << 3;
  const centres = about + ((<usize>(k * P)) << 3);
  const means = statisticMeans + ((<usize>k) * row);
  const sums = first + ((<usize>(k * P)) << 3);
  const squares = second + ((<usize>(k * P * P)) << 3);
  const ns = f64x2.splat(n);
  const crosses = f64x2.splat(cross);
  const keeps = f64x2.splat(keep);
  const adds = f64x2.splat(add);
  for (let i: usize = 0; i < <usize>D; i++) {
    const at = i << 3;
    const lower = matrix + i * row;
    const upper = matrix + at;
    const from = squares + ((i * (<usize>P)) << 3);
    const fi = v128.load64_splat(sums + at);
    const di = f64x2.sub(v128.load64_splat(centres + at), v128.load64_splat(means + at));
    for (let j: usize = 0; j <= at; j += 16) {
      let entry = f64x2.sub(v128.load(from + j), f64x2.div(f64x2.mul(fi, v128.load(sums + j)), ns));
      // Rounding may leave a tiny negative on the diagonal where all points coincide.
      if (j == at) entry = f64x2.replace_lane(entry, 0, max(0, f64x2.extract_lane(entry, 0)));
      else if (j + 8 == at) entry = f64x2.replace_lane(entry, 1, max(0, f64x2.extract_lane(entry, 1)));
      const dj = f64x2.sub(v128.load(centres + j), v128.load(means + j));
      const moved = f64x2.mul(crosses, f64x2.mul(di, dj));
      const kept = f64x2.mul(v128.load(lower + j), keeps);
      const merged = f64x2.add(kept, f64x2.add(f64x2.mul(entry, adds), moved));
      const column = upper + (j >> 3) * row;
      v128.store64_lane(lower + j, merged, 0);
      v128.store64_lane(column, merged, 0);
      if (j == at) break;
      v128.store64_lane(lower + j, merged, 1, 8);
      v128.store64_lane(column + row, merged, 1);
    }
  }
}

function moveMeans(k: i32, isFirst: bool, share: f64): void {
  const size = (<usize>D) << 3;
  const centres = about + ((<usize>(k * P)) << 3);
  const means = statisticMeans + (<usize>k) * size;
  for (let i: usize = 0; i < size; i += 8) {
    const mean = f64.load(means + i);
    const found = f64.load(centres + i);
    f64.store(means + i, isFirst ? found : mean + (found - mean) * share);
  }
}
