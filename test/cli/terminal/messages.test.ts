import { expect, test } from "vitest";
import { Messages } from "../../../src/cli/terminal/messages.js";
import { Collector } from "../support/run-cli.js";

const plain = (_: string, text: string): string => text;

function messages(isTTY: boolean, env: NodeJS.ProcessEnv = {}) {
  const clock = { now: 0 };
  const stream = Object.assign(new Collector(), { isTTY, columns: 20 });
  return { clock, stream, messages: new Messages(stream, plain, { env, now: () => clock.now }) };
}

test("progress is drawn on a terminal only", () => {
  for (const [isTTY, env] of [
    [false, {}],
    [true, { TERM: "dumb" }],
  ] as const) {
    const { stream, messages: quiet } = messages(isTTY, env);
    quiet.progress("half way");
    quiet.line("done");
    expect(stream.text).toBe("done\n");
  }
});

test("a line takes the place of the progress line", () => {
  const { stream, messages: live } = messages(true);
  live.progress("half way");
  live.line("done");
  expect(stream.text).toBe("\r\u001b[2Khalf way\r\u001b[2Kdone\n");
});

test("progress is redrawn no faster than it can be seen, and cut to the terminal", () => {
  const { clock, stream, messages: live } = messages(true);
  live.progress("1");
  live.progress("2");
  clock.now = 200;
  live.progress("x".repeat(50));
  expect(stream.text).toBe(`\r\u001b[2K1\r\u001b[2K${"x".repeat(19)}`);
});

test("a terminal that does not know its width is taken for a usual one", () => {
  const { stream, messages: live } = messages(true);
  stream.columns = 0;
  live.progress("half way");
  expect(stream.text).toBe("\r\u001b[2Khalf way");
});
