import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pngOf } from "../../../src/cli/pictures/png.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFolder } from "../support/temporary.js";

const FAITHFUL = "data/faithful.csv";

async function png(...args: string[]): Promise<Buffer> {
  const path = join(temporaryFolder(), "plot.png");
  expect(await runCli(["plot", FAITHFUL, "-o", path, ...args])).toMatchObject({ code: 0, stdout: "", stderr: "" });
  return readFileSync(path);
}

test("--output with .png writes an image of twice the picture's size", async () => {
  const image = await png();
  expect(image.subarray(0, 8)).toEqual(Buffer.from("89504e470d0a1a0a", "hex"));
  const { stdout } = await runCli(["plot", FAITHFUL]);
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(stdout)!;
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
});

test("an image is light unless it is to be dark", async () => {
  const [auto, light, dark] = [await png(), await png("--light"), await png("--dark")];
  expect(auto.equals(light)).toBe(true);
  expect(auto.equals(dark)).toBe(false);
});

test("letters are drawn with the font that is shipped along", async () => {
  const document = (text: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text y="15" font-family="system-ui">${text}</text></svg>`;
  const [none, some, bold] = await Promise.all(
    ["", "mean", '<tspan font-weight="600">mean</tspan>'].map((t) => pngOf(document(t))),
  );
  expect(some!.length).toBeGreaterThan(none!.length + 200);
  expect(Buffer.from(bold!).equals(some!)).toBe(false);
});

test("without the package, its name and the way round are told", async () => {
  const missing = pngOf("<svg/>", async () => await Promise.reject(new Error("ERR_MODULE_NOT_FOUND")));
  await expect(missing).rejects.toMatchObject({
    message: expect.stringContaining("@resvg/resvg-js"),
    remedy: expect.stringMatching(/npm install @resvg\/resvg-js.*\.svg/),
  });
});

test("other endings are refused before anything is read", async () => {
  const path = join(temporaryFolder(), "plot.jpg");
  const { code, stderr } = await runCli(["plot", "no-such-file.csv", "-o", path]);
  expect(code).toBe(2);
  expect(stderr).toContain("plot.jpg: pictures are written as SVG or PNG, not as .jpg");
  expect(existsSync(path)).toBe(false);
});
