import { expect, test } from "vitest";
import { styleFor } from "../../../src/cli/terminal/style.js";

const red = (isTTY: boolean, env: NodeJS.ProcessEnv): string => styleFor({ isTTY }, env)("red", "x");
const RED = "\u001b[31mx\u001b[39m";

test("colours on a terminal only", () => {
  expect(red(true, {})).toBe(RED);
  expect(red(false, {})).toBe("x");
});

test("NO_COLOR, FORCE_COLOR and TERM=dumb are honoured", () => {
  expect(red(true, { NO_COLOR: "1" })).toBe("x");
  expect(red(true, { NO_COLOR: "" })).toBe(RED);
  expect(red(true, { TERM: "dumb" })).toBe("x");
  expect(red(false, { FORCE_COLOR: "1" })).toBe(RED);
  expect(red(true, { FORCE_COLOR: "0" })).toBe("x");
  expect(red(false, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe("x");
});
