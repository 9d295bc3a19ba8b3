import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.js";
import { main } from "../../src/cli/program.js";
import { Collector, runCli } from "./support/run-cli.js";

test("--help lists every command, on standard output", async () => {
  const { code, stdout, stderr } = await runCli(["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const name of Object.keys(COMMANDS)) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
});

test.each(Object.keys(COMMANDS))("%s --help says what it does, with examples, in 100 columns", async (name) => {
  const { code, stdout, stderr } = await runCli([name, "--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(new RegExp(`^Usage: mixtide ${name} `));
  const inner = name === "config" ? (await runCli([name, "explain", "--help"])).stdout : stdout;
  expect(inner).toContain("Examples:\n  # ");
  expect((await runCli(["help", name])).stdout).toBe(stdout);
  const options = stdout.slice(0, stdout.indexOf("Examples:")).split("\n");
  expect(options.filter((line) => line.length > 100)).toEqual([]);
});

test("nothing at all: help on standard error, and the exit code of a usage error", async () => {
  const { code, stdout, stderr } = await runCli([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("Commands:");
});

test("--version is the package's", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("an unknown command, and the nearest one", async () => {
  expect(await runCli(["fitt", "a.csv"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "mixtide: unknown command 'fitt'\n  Did you mean fit?\n",
  });
});

test("a reader that has gone is no error", async () => {
  const gone = new Writable({ write: (_c, _e, done) => done(Object.assign(new Error("EPIPE"), { code: "EPIPE" })) });
  const stderr = new Collector();
  for (const args of [
    ["--help"],
    ["fit", "data/faithful.csv", "-k", "2"],
    ["run", "-i", "data/faithful.csv", "-k", "2"],
  ]) {
    const around = { stdin: () => process.stdin, stdout: gone, stderr, env: {}, signal: new AbortController().signal };
    expect(await main(args, around)).toBe(0);
  }
  expect(stderr.text).toBe("");
});

test("an output that fails is an error", async () => {
  const full = new Writable({
    write: (_c, _e, done) =>
      done(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" })),
  });
  const stderr = new Collector();
  const around = { stdin: () => process.stdin, stdout: full, stderr, env: {}, signal: new AbortController().signal };
  expect(await main(["fit", "data/faithful.csv", "-k", "2"], around)).toBe(1);
  expect(stderr.text).toContain("no space left on the device");
});

test("colours where they are wanted", async () => {
  const args = ["fit", "nowhere.csv", "-k", "2"];
  expect((await runCli(args, { terminal: true })).stderr).toContain("\u001b[31mmixtide fit:\u001b[39m");
  expect((await runCli(args, { terminal: true, env: { NO_COLOR: "1" } })).stderr).not.toContain("\u001b[");
});
