import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { clusters } from "./support/files.js";
import { temporaryFile } from "./support/temporary.js";

const RUN = ["run", "-i", "-", "-k", "2", "--warmup", "500", "--columns", "x,y"];

/** The real program in a process of its own. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  child.stdin.on("error", () => undefined); // the program may leave before it has read everything
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

/** Collects what a stream says; resolves once it has said something. */
function collect(stream: NodeJS.ReadableStream): { text: () => string; first: Promise<unknown> } {
  let text = "";
  stream.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  return { text: () => text, first: once(stream, "data") };
}

async function exitCode(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

test.each<[string[], number, string]>([
  [["fit", "data/faithful.csv", "--components", "2"], 0, ""],
  [["fit", "nowhere.csv", "-k", "2"], 1, "mixtide fit: nowhere.csv: no such file or directory\n"],
  [["fit"], 2, "mixtide fit: missing required argument 'file'\n  See `mixtide fit --help`.\n"],
  [["lint", "nowhere.yaml"], 3, "nowhere.yaml  there is no such file"],
])("%j exits with %i", async (args, code, message) => {
  const child = start(args);
  child.stdin.end();
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  expect(await exitCode(child)).toBe(code);
  expect(stderr.text()).toContain(message);
  expect(stdout.text() === "").toBe(code !== 0);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s finishes what was read and ends with 130", async (signal) => {
  const child = start(RUN);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.write(clusters(1050)); // and stays open
  await stdout.first;
  child.kill(signal);
  expect(await exitCode(child)).toBe(130);
  const labels = stdout.text().trimEnd().split("\n");
  expect(labels).toHaveLength(1050);
  labels.forEach((label, i) => {
    expect((JSON.parse(label) as { source: { offset: string } }).source.offset).toBe(String(i));
  });
  expect(stderr.text()).toMatch(/points in .*\nmixtide run: interrupted: what was read until then is labelled\n$/);
});

test("a second signal leaves at once, even while nobody takes the labels", async () => {
  const child = start(RUN);
  const stderr = collect(child.stderr);
  child.stdout.pause();
  child.stdin.write(clusters(20_000));
  await once(child.stdout, "readable"); // labels are there, more than a pipe holds, and nobody reads them
  child.kill("SIGINT");
  let left = false;
  const leaving = once(child, "exit").then(([code]) => {
    left = true;
    return code as number;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(left).toBe(false);
  child.kill("SIGINT");
  const again = setInterval(() => child.kill("SIGINT"), 100); // two signals that arrive together count as one
  expect(await leaving).toBe(130);
  clearInterval(again);
  expect(stderr.text()).not.toContain("interrupted");
});

test("`| head` gets what it wants and nobody complains", async () => {
  const child = start(RUN);
  const stderr = collect(child.stderr);
  child.stdin.end(clusters(20_000));
  await once(child.stdout, "data");
  child.stdout.destroy();
  expect(await exitCode(child)).toBe(0);
  expect(stderr.text()).toBe("");
});

test("environment variables override a configuration, not flags", async () => {
  const config = temporaryFile(
    "pipeline.yaml",
    "app: a\nsource: { topic: points, from: earliest }\nfeatures: [eruptions, waiting]\nmodel: { components: 2 }\n",
  );
  const child = start(["config", "explain", config, "--json"], { MIXTIDE_MODEL_COMPONENTS: "5" });
  child.stdin.end();
  const stdout = collect(child.stdout);
  expect(await exitCode(child)).toBe(0);
  expect(stdout.text()).toContain('{"path":"model.components","value":"5","origin":"MIXTIDE_MODEL_COMPONENTS"}');
});
