import { expect, test, vi } from "vitest";
import { runCli } from "../support/run-cli.js";
import { temporaryFolder } from "../support/temporary.js";

/** What happened, in order. */
const story = vi.hoisted((): string[] => []);

vi.mock(import("../../../src/files/open-input.js"), async (original) => {
  const { openInput, ...others } = await original();
  const telling: typeof openInput = async (path, options) => {
    const input = await openInput(path, options);
    story.push(`opened ${input.topic}`);
    const records = async function* () {
      yield* input.records;
      story.push(`read ${input.topic}`);
    };
    return { ...input, records: records() };
  };
  return { ...others, openInput: telling };
});

test("labels are shown before the large file is opened, and its own before it has been read", async () => {
  const stop = new AbortController();
  const onStderr = (text: string): void => {
    if (/responsibility.*\n +3\.6 +79 /.test(text)) story.push("shows labels of faithful.csv");
    if (!/[1-9][\d,]* points labelled/.test(text) || !story.includes("opened shuttle.csv.gz")) return;
    story.push("shows labels of shuttle.csv.gz");
    stop.abort();
  };
  const { code } = await runCli(["demo", "--output", temporaryFolder()], {
    terminal: true,
    signal: stop.signal,
    onStderr,
  });
  expect(code).toBe(130);
  const order = ["shows labels of faithful.csv", "opened shuttle.csv.gz", "shows labels of shuttle.csv.gz"];
  expect(story.filter((what) => order.includes(what)).slice(0, order.length)).toEqual(order);
  expect(story).not.toContain("read shuttle.csv.gz");
});
