import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileKernel, KERNEL_BINARY } from "../../../scripts/compile-kernel.js";

describe("the compiled kernel", () => {
  it("is what its sources give (npm run generate)", async () => {
    const stored = readFileSync(fileURLToPath(new URL(`../../../${KERNEL_BINARY}`, import.meta.url)), "utf8");
    expect(stored).toBe(await compileKernel());
  });
});
