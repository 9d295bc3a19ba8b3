import fc from "fast-check";
import { expect, it } from "vitest";
import { Recent } from "../../src/live/recent.js";

it("keeps the last so many, counted from the beginning", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(40), fc.nat(40), fc.nat(40), (most, count, a, b) => {
      const recent = new Recent<number>(most);
      const all = Array.from({ length: count }, (_, i) => i);
      for (const one of all) recent.add(one);
      const [from, to] = [Math.min(a, b, count), Math.min(Math.max(a, b), count)];
      expect(recent.total).toBe(count);
      expect(recent.newest).toBe(all.at(-1));
      expect(recent.slice(from, to)).toEqual(all.slice(from, to).filter((i) => i >= count - most));
      expect(recent.slice(from)).toEqual(all.slice(from).filter((i) => i >= count - most));
    }),
  );
});
