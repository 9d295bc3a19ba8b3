/** Responsibilities that are kept of a point, the largest first. */
export const SHARES = 4;

/**
 * The largest of a point's responsibilities.
 *
 * @param responsibilities of the point, K from `from` on.
 * @param components their component ids.
 * @param ids, shares take {@link SHARES} each from `at` on, the largest share first; what is too many has share 0.
 */
export function topShares(
  responsibilities: Float64Array,
  from: number,
  components: Int32Array,
  ids: Int32Array,
  shares: Float64Array,
  at: number,
): void {
  shares.fill(0, at, at + SHARES);
  for (let k = 0; k < components.length; k++) {
    const share = responsibilities[from + k]!;
    if (!(share > shares[at + SHARES - 1]!)) continue;
    let place = at + SHARES - 1;
    for (; place > at && shares[place - 1]! < share; place--) {
      shares[place] = shares[place - 1]!;
      ids[place] = ids[place - 1]!;
    }
    shares[place] = share;
    ids[place] = components[k]!;
  }
}
