import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileKernel } from "../../../scripts/compile-kernel.js";

describe("the compiled kernel", () => {
  it("is what its sources give (npm run generate)", async () => {
    for (const [path, text] of await compileKernel())
      expect(readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8"), path).toBe(text);
  });
});
