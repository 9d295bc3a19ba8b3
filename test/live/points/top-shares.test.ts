import fc from "fast-check";
import { expect, it } from "vitest";
import { SHARES, topShares } from "../../../src/live/points/top-shares.js";

const share = fc.double({ min: 0, max: 1, noNaN: true });

it("the largest responsibilities, with the components they are of", () => {
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 12 }), fc.nat(5), (responsibilities, before) => {
      const components = Int32Array.from(responsibilities, (_, k) => 100 + k);
      const columns = Float64Array.from([...new Array<number>(before).fill(9), ...responsibilities]);
      const [ids, shares] = [new Int32Array(2 * SHARES), new Float64Array(2 * SHARES).fill(7)];
      topShares(columns, before, components, ids, shares, SHARES);
      const expected = responsibilities.map((value, k) => ({ value, id: 100 + k })).filter(({ value }) => value > 0);
      expected.sort((a, b) => b.value - a.value || a.id - b.id);
      const found = Array.from({ length: SHARES }, (_, s) => ({ value: shares[SHARES + s], id: ids[SHARES + s] }));
      expect(found.filter(({ value }) => value! > 0)).toEqual(expected.slice(0, SHARES));
      expect(shares.subarray(0, SHARES)).toEqual(new Float64Array(SHARES).fill(7));
    }),
  );
});
