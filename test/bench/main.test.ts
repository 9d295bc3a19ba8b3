import { beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../bench/report.js";
import { runBench } from "./support/run-bench.js";

const PEERS = ["scikit-learn", "scikit-learn (blocks)", "numpy", "numpy (columns)", "armadillo"];

// The first run may compile a peer.
describe("npm run bench", { timeout: 300_000 }, () => {
  let printed = "";
  let report: Report;
  beforeAll(async () => {
    ({ printed, report } = await runBench("bench/main.ts"));
  }, 300_000);

  const of = (name: string) => report.rows.filter((row) => row.name === name);

  it("measures every shape, overlapping and separated", () => {
    const shapes = of("kernel").map(({ d, k, covariance, data }) => `${d} ${k} ${covariance} ${data}`);
    expect([...new Set(shapes)]).toEqual(
      ["2 8 full", "8 16 full", "32 16 full", "8 16 diagonal"].flatMap((shape) => [
        `${shape} separated`,
        `${shape} overlapping`,
      ]),
    );
    for (const { points_per_second } of report.rows) expect(points_per_second).toBeGreaterThan(0);
  });

  it("measures our kernels, and every peer that it does not name as absent", () => {
    const measured = new Set(of("kernel").map(({ implementation }) => implementation));
    const ours = of("kernel").flatMap((row) =>
      row.pruning === undefined ? [] : [`${row.implementation} ${row.pruning}`],
    );
    expect(ours).toEqual(expect.arrayContaining(["reference false", "wasm false", "wasm true"]));
    for (const peer of PEERS) {
      const isAbsent = report.absent.some((line) => line.startsWith(`${peer} (`));
      expect(measured.has(peer), peer).toBe(!isAbsent);
    }
    for (const peer of report.absent) expect(printed).toContain(`absent: ${peer}`);
  });

  it("lets everybody compute the same", () => {
    for (const row of of("kernel")) {
      const ours = of("kernel").find(({ d, k, covariance, data }) =>
        [d === row.d, k === row.k, covariance === row.covariance, data === row.data].every(Boolean),
      )!.mean_log_likelihood!;
      expect(Math.abs(row.mean_log_likelihood! - ours)).toBeLessThanOrEqual(1e-9 * Math.abs(ours));
    }
  });

  it("holds both halves of a kernel against the machine", () => {
    const halves = of("part").filter(({ d, data }) => d === 32 && data === "overlapping");
    expect(halves.map(({ implementation, step }) => `${implementation} ${step}`)).toEqual(
      expect.arrayContaining(["wasm E-step", "wasm statistics"]),
    );
    expect(halves.some(({ pruning }) => pruning)).toBe(false);
    for (const { multiply_adds_per_second } of of("part")) expect(multiply_adds_per_second).toBeGreaterThan(0);
  });

  it("measures the steps around the kernel", () => {
    const steps = of("step").map(({ step }) => step);
    expect(steps).toEqual(expect.arrayContaining(["decode json", "kernel", "encode json labels"]));
  });

  it("names machine, Node and what the machine can do at most", () => {
    expect(report).toMatchObject({ node: process.version, command: "npm run bench" });
    expect(report.machine).toMatch(/ × \d+$/);
    expect(report.peak_multiply_adds_per_second).toBeGreaterThan(1e8);
    expect(printed).toContain(report.machine);
  });
});
