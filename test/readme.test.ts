import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const folder = mkdtempSync(join(tmpdir(), "mixtide-readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

const block = (language: string, holding: string): string => {
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  return blocks.find(([, name, text]) => name === language && text!.includes(holding))![2]!;
};

/** Runs a program of ours from its sources. */
function run(args: readonly string[]): string {
  const env = { ...process.env, TSX_TSCONFIG_PATH: `${root}examples/tsconfig.json` };
  return execFileSync(process.execPath, ["--import", "tsx", ...args], {
    cwd: root,
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const commands = block("sh", "npx mixtide fit")
  .trim()
  .split("\n")
  .map((line) =>
    line
      .replace(/\s+#.*/, "")
      .replace("npx mixtide ", "")
      .replace("faithful.svg", join(folder, "faithful.svg")),
  );

describe("the README", () => {
  it("has a library example that prints what it says", () => {
    const program = block("ts", "stepwiseEM");
    const file = `${root}examples/.readme.ts`;
    writeFileSync(file, program);
    try {
      expect(run([file])).toBe(program.match(/\n\/\/ (.*)\n$/)![1]!.concat("\n"));
    } finally {
      unlinkSync(file);
    }
  });

  it.each(commands)("mixtide %s works", (command) => {
    const output = run(["src/cli/main.ts", ...command.split(/\s+/)]);
    if (command.startsWith("run")) expect(output).toContain(block("json", '"schema"').replace(/\n */g, "").trim());
    if (command.includes("--plot")) expect(existsSync(join(folder, "faithful.svg"))).toBe(true);
  });

  it("links to files that exist", () => {
    for (const [, target] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect(existsSync(join(root, target!))).toBe(true);
  });

  it("is short", () => {
    const words = readme.replace(/```[\s\S]*?```/g, "").split(/\s+/).length;
    expect(words).toBeLessThan(900);
  });
});
