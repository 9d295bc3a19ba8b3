import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.js";
import { runCli } from "./support/run-cli.js";

/** Commands that the sources tell users to type: `mixtide state reset`. */
function commandsNamed(): Map<string, string> {
  const named = new Map<string, string>();
  for (const entry of readdirSync("src", { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    for (const [, command, inner] of readFileSync(file, "utf8").matchAll(/`mixtide ([a-z]+)(?: ([a-z]+))?/g))
      named.set([command, inner].filter(Boolean).join(" "), file);
  }
  return named;
}

test("every command that a message names exists", async () => {
  const named = commandsNamed();
  expect([...named.keys()]).toEqual(expect.arrayContaining(["state reset", "state import", "topics create", "doctor"]));
  for (const [line, file] of named) {
    const [command = "", inner] = line.split(" ");
    expect(Object.keys(COMMANDS), `${file}: mixtide ${line}`).toContain(command);
    if (inner === undefined) continue;
    const { stdout } = await runCli([command, "--help"]);
    if (stdout.includes("\nCommands:\n"))
      expect(stdout, `${file}: mixtide ${line}`).toMatch(new RegExp(`^ {2}${inner} `, "m"));
  }
});
