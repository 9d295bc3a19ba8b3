import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.js";
import { errorOf, GEYSER } from "./problems-of.js";

const folder = mkdtempSync(join(tmpdir(), "mixtide-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("the file", () => {
  it("is read, with a byte order mark and Windows line ends too", () => {
    const path = written("windows.yaml", `\ufeff${GEYSER.replaceAll("\n", "\r\n")}`);
    const { config, provenance } = loadConfig({ path });
    expect(config.model.components).toBe(2);
    expect(provenance.get("model.components")).toEqual({ from: "file", file: path, line: 4, column: 10 });
  });

  it("is refused with the reason where it cannot be read", () => {
    const missing = join(folder, "none.yaml");
    expect(errorOf({ path: missing }).problems).toEqual([
      { path: missing, problem: "there is no such file: `mixtide init` writes one" },
    ]);
    mkdirSync(join(folder, "sub"));
    expect(errorOf({ path: join(folder, "sub") }).message).toContain("this is a folder");
    expect(errorOf({ path: written("latin.yaml", Uint8Array.of(0x61, 0xe4, 0x0a)) }).message).toContain("not UTF-8");
    expect(errorOf({ path: written("large.yaml", "#".repeat(1_000_001)) }).message).toContain("has 1000001 bytes");
  });
});
