import { about, count, first, K, points, responsibilities, second, weights } from "./memory";
import { multiplyAdd } from "./multiply-add";

/** Two features, full: a component's sums fit into registers, so two components go side by side over all points. */
export function accumulatePlane(rows: i32, weighted: bool): void {
  for (let k: i32 = 0; k < K; k += 2) {
    const isPair = k + 1 < K;
    const at = (<usize>k) << 4;
    const centreA = v128.load(about + at);
    const centreB = isPair ? v128.load(about + at, 16) : centreA;
    const mx = v128.shuffle<f64>(centreA, centreB, 0, 2);
    const my = v128.shuffle<f64>(centreA, centreB, 1, 3);
    let n = f64x2.splat(0);
    let fx = n;
    let fy = n;
    let xx = n;
    let yx = n;
    let yy = n;
    n = f64x2.replace_lane(n, 0, f64.load(count + ((<usize>k) << 3)));
    fx = f64x2.replace_lane(fx, 0, f64.load(first + at));
    fy = f64x2.replace_lane(fy, 0, f64.load(first + at, 8));
    xx = f64x2.replace_lane(xx, 0, f64.load(second + 2 * at));
    yx = f64x2.replace_lane(yx, 0, f64.load(second + 2 * at, 16));
    yy = f64x2.replace_lane(yy, 0, f64.load(second + 2 * at, 24));
    if (isPair) {
      n = f64x2.replace_lane(n, 1, f64.load(count + ((<usize>k) << 3), 8));
      fx = f64x2.replace_lane(fx, 1, f64.load(first + at, 16));
      fy = f64x2.replace_lane(fy, 1, f64.load(first + at, 24));
      xx = f64x2.replace_lane(xx, 1, f64.load(second + 2 * at, 32));
      yx = f64x2.replace_lane(yx, 1, f64.load(second + 2 * at, 48));
      yy = f64x2.replace_lane(yy, 1, f64.load(second + 2 * at, 56));
    }
    const bytes = (<usize>K) << 3;
    let r = responsibilities + ((<usize>k) << 3);
    let x = points;
    for (let i: i32 = 0; i < rows; i++, r += bytes, x += 16) {
      let share = v128.load(r); // of an odd last component the second half is a stranger's, and is not kept
      if (weighted) share = f64x2.mul(share, v128.load64_splat(weights + ((<usize>i) << 3)));
      const dx = f64x2.sub(v128.load64_splat(x), mx);
      const dy = f64x2.sub(v128.load64_splat(x, 8), my);
      const rx = f64x2.mul(share, dx);
      const ry = f64x2.mul(share, dy);
      n = f64x2.add(n, share);
      fx = f64x2.add(fx, rx);
      fy = f64x2.add(fy, ry);
      xx = multiplyAdd(rx, dx, xx);
      yx = multiplyAdd(ry, dx, yx);
      yy = multiplyAdd(ry, dy, yy);
    }
    f64.store(count + ((<usize>k) << 3), f64x2.extract_lane(n, 0));
    f64.store(first + at, f64x2.extract_lane(fx, 0));
    f64.store(first + at, f64x2.extract_lane(fy, 0), 8);
    f64.store(second + 2 * at, f64x2.extract_lane(xx, 0));
    f64.store(second + 2 * at, f64x2.extract_lane(yx, 0), 16);
    f64.store(second + 2 * at, f64x2.extract_lane(yy, 0), 24);
    if (isPair) {
      f64.store(count + ((<usize>k) << 3), f64x2.extract_lane(n, 1), 8);
      f64.store(first + at, f64x2.extract_lane(fx, 1), 16);
      f64.store(first + at, f64x2.extract_lane(fy, 1), 24);
      f64.store(second + 2 * at, f64x2.extract_lane(xx, 1), 32);
      f64.store(second + 2 * at, f64x2.extract_lane(yx, 1), 48);
      f64.store(second + 2 * at, f64x2.extract_lane(yy, 1), 56);
    }
  }
}
