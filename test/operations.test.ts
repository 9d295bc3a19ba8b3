import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { METRICS } from "../src/telemetry/metrics/definitions.js";
import { runCli } from "./cli/support/run-cli.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const runbook = text("docs/operations.md");
const documents = new Map([
  ["docs/operations.md", runbook],
  ["README.md", text("README.md")],
]);

/** Lines of shell, and code within sentences, that call mixtide: from its name on. */
function commandsIn(document: string): string[] {
  const blocks = [...document.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.split("\n"));
  const inline = [...document.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
  const calls = [...blocks, ...inline].map(
    (line) => /^(?:\w+=\S+ )*(?:npx )?mixtide (.*?)\s*(?:#.*)?$/.exec(line)?.[1],
  );
  return [...new Set(calls.filter((call) => call !== undefined))].sort();
}

const commands = [...documents.values()].flatMap(commandsIn);

/** Inline code that begins with a quotation mark: something that Mixtide says. */
const messages = [...new Set([...runbook.matchAll(/`"([^"`]+)"`/g)].map(([, message]) => message!))];

const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
  .join("\n")
  .replace(/["'`] \+\s*["'`]/g, "");

describe("the runbook", () => {
  it.each([...new Set(commands)])("mixtide %s is a command with these options", async (call) => {
    const words = call.split(/\s+/);
    const names = /^(?:[a-z]+ ?)+(?= |$)/.exec(call)![0].trim().split(" ");
    const { code, stdout } = await runCli([...names, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: mixtide ${names.join(" ")} `);
    for (const option of words.filter((word) => /^--?[a-z]/.test(word)))
      expect(stdout, option).toMatch(new RegExp(`(^|\\s)${option}[,\\s]`));
  });

  it("knows every kind of trouble, and enough commands to be worth testing", () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(messages.length).toBeGreaterThan(12);
  });

  it.each(messages)("quotes what is really said: %s", (message) => {
    expect(sources).toContain(message);
  });

  it("names metrics that there are", () => {
    const known = Object.values(METRICS).map(({ name }) => name);
    const named = [...runbook.matchAll(/\bmixtide_[a-z_]+/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) expect(known).toContain(name);
  });

  it("names settings that there are", () => {
    const known = new Set([...text("docs/configuration.md").matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name));
    const sections = [...known].filter((name) => name!.includes(".")).map((name) => name!.split(".")[0]);
    const named = [...runbook.matchAll(/`([a-zA-Z]+\.[a-zA-Z.]+)(?=[`:])/g)].map(([, name]) => name!);
    const ours = named.filter((name) => sections.includes(name.split(".")[0]!));
    expect(ours.length).toBeGreaterThan(10);
    for (const name of ours) expect([...known]).toContain(name);
  });

  it("links to headings and files that there are", () => {
    const headings = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!.toLowerCase().replace(/ /g, "-"));
    for (const [, anchor] of runbook.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
    for (const [, target] of runbook.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect(existsSync(join(root, "docs", target!)), target).toBe(true);
  });
});
