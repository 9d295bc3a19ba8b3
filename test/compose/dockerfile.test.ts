import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const lines = readFileSync("Dockerfile", "utf8")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n");
const stages = lines.flatMap((line) => {
  const match = /^FROM (\S+)(?: AS (\S+))?$/.exec(line);
  return match === null ? [] : [{ from: match[1]!, name: match[2] }];
});
const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));
const ignored = readFileSync(".dockerignore", "utf8").trim().split("\n");

/** Files that the build takes from the repository, not from another stage. */
const copied = lines.flatMap((line) => {
  const match = /^COPY (?!--from)(.*) \S+$/.exec(line);
  return match === null ? [] : match[1]!.split(" ");
});

it("begins with a Node of one version, which the package allows", () => {
  const names = new Set(stages.map(({ name }) => name));
  const outer = stages.filter(({ from }) => !names.has(from));
  expect(outer).toHaveLength(1);
  const version = /^node:(\d+)\.\d+\.\d+-[a-z]+-slim$/.exec(outer[0]!.from);
  // Below 22.18 Node does not run the TypeScript in examples/compose.
  expect(Number(version?.[1])).toBeGreaterThanOrEqual(24);
});

it("ends in a stage that builds nothing and does not run as root", () => {
  expect(last.filter((line) => line.startsWith("RUN"))).toEqual([]);
  expect(last).toContain("USER node");
  expect(last).toContain('ENTRYPOINT ["node", "/app/dist/cli/main.js"]');
  expect(last.find((line) => line.startsWith("HEALTHCHECK"))).toContain("/livez");
});

it("takes files that are there, and that .dockerignore lets through", () => {
  expect(copied.length).toBeGreaterThan(5);
  for (const path of copied) {
    expect(existsSync(path), path).toBe(true);
    expect(ignored, path).toContain(`!${path}`);
  }
  expect(ignored).toContain("*");
});

it("leaves secrets out of the image", () => {
  expect(ignored.indexOf("config/secrets")).toBeGreaterThan(ignored.indexOf("!config"));
});
