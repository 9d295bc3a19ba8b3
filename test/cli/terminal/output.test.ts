import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { Output, ReaderGone } from "../../../src/cli/terminal/output.js";
import { Collector } from "../support/run-cli.js";

test("a write waits until the stream has taken it", async () => {
  const taken: (() => void)[] = [];
  const output = new Output(new Writable({ write: (_chunk, _encoding, done) => void taken.push(done) }));
  let written = false;
  const writing = output.line("a").then(() => {
    written = true;
  });
  await new Promise(setImmediate);
  expect(written).toBe(false);
  taken[0]?.();
  await writing;
  expect(written).toBe(true);
});

test("a closed pipe is told apart from other failures", async () => {
  const failing = (code: string) =>
    new Output(new Writable({ write: (_c, _e, done) => done(Object.assign(new Error(code), { code })) }));
  const pipe = failing("EPIPE");
  await expect(pipe.line("a")).rejects.toBeInstanceOf(ReaderGone);
  await expect(pipe.line("b")).rejects.toBeInstanceOf(ReaderGone);
  await expect(failing("ENOSPC").line("a")).rejects.toThrow("ENOSPC");
});

test("text for later is written in order, and flush tells what became of it", async () => {
  const stream = new Collector();
  const output = new Output(stream);
  output.later("a");
  output.later("b");
  await output.flush();
  expect(stream.text).toBe("ab");
  const broken = new Output(new Writable({ write: (_c, _e, done) => done(new Error("full")) }));
  broken.later("a");
  await expect(broken.flush()).rejects.toThrow("full");
});
