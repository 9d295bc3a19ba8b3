import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const names = readdirSync(`${root}examples`).filter((name) => name.endsWith(".ts"));
/** The examples import the package by name: here that means its sources, whether or not they have been built. */
const env = { ...process.env, TSX_TSCONFIG_PATH: `${root}examples/tsconfig.json` };
const run = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", env });

/** The comment at the end of a program: what it prints. */
function printedAccordingTo(program: string): string {
  const lines = program.trimEnd().split("\n");
  const last = lines.findLastIndex((line) => !line.startsWith("// "));
  return lines
    .slice(last + 1)
    .map((line) => `${line.slice(3)}\n`)
    .join("");
}

describe("examples", () => {
  it.each(names)("%s prints what it says at its end", (name) => {
    const expected = printedAccordingTo(readFileSync(`${root}examples/${name}`, "utf8"));
    expect(expected).not.toBe("");
    expect(run("--import", "tsx", `examples/${name}`)).toBe(expected);
  });

  it("are typed", () => {
    expect(run("node_modules/typescript/bin/tsc", "-p", "examples")).toBe("");
  });
});
