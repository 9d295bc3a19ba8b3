import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { LearnerEvent } from "../../src/learning/learner-event.js";
import { brief, percent } from "../../src/plot/ticks.js";
import { describeInBrowser, openPage, someHistory, tableOf } from "./support/in-browser.js";

/** Pixels and values of an axis, from two of its ticks. */
async function axisOf(page: Page, anchor: "middle" | "end"): Promise<{ slope: number; at: (value: number) => number }> {
  const attribute = anchor === "middle" ? "x" : "y";
  const ticks = await page
    .locator(`.axes > text[text-anchor="${anchor}"]:not(.axis-name)`)
    .evaluateAll(
      (all, name) => all.map((one) => [Number(one.textContent?.replace("−", "-")), Number(one.getAttribute(name))]),
      attribute,
    );
  const [[v0 = 0, p0 = 0] = [], [v1 = 0, p1 = 0] = []] = [ticks[0], ticks.at(-1)];
  const shift = anchor === "end" ? -4 : 0;
  const slope = (p1 - p0) / (v1 - v0);
  return { slope, at: (value) => p0 + shift + (value - v0) * slope };
}

describeInBrowser("each view shows the numbers of the snapshot and the stream", () => {
  it("the headline and the list of clusters", async () => {
    const { page, sim } = await openPage();
    const snapshot = sim.live.snapshots.newest!;
    await page
      .getByText(
        /^3 clusters in 10,000 points; \d+(\.\d)? % of the newest points belong clearly to one\. \d+ were unusual\.$/,
      )
      .waitFor();
    const rows = await tableOf(page, ".clusters");
    const sorted = snapshot.components.toSorted((a, b) => b.weight - a.weight);
    expect(rows.map(([name]) => name?.split(" ")[0])).toEqual(sorted.map(({ id }) => String(id)));
    expect(rows.map(([, share]) => share)).toEqual(sorted.map(({ weight }) => percent(weight)));
    expect(rows[0]![0]).toBe("0 lowest log1p(ms), lowest log1p(bytes)");
    const shown = await page.locator(".numbers li").allInnerTexts();
    expect(shown.slice(0, 1)).toEqual(["10,000 points"]);
    expect(shown).toContain(`${sim.live.totals.anomalies} unusual`);
  });

  it("ellipses lie where the components do, and are as wide as they say", async () => {
    const { page, sim } = await openPage();
    await page.locator(".ring ellipse").first().waitFor();
    const [x, y] = [await axisOf(page, "middle"), await axisOf(page, "end")];
    const drawn = await page.locator(".ellipses .ring").evaluateAll((groups) =>
      groups.map((group) =>
        [...group.querySelectorAll("ellipse")].map((one) => {
          const [, cx, cy, degrees] =
            /translate\((\S+) (\S+)\) rotate\((\S+)\)/.exec(one.getAttribute("transform") ?? "") ?? [];
          return {
            cx: Number(cx),
            cy: Number(cy),
            degrees: Number(degrees),
            rx: Number(one.getAttribute("rx")),
            ry: Number(one.getAttribute("ry")),
          };
        }),
      ),
    );
    const { components } = sim.live.snapshots.newest!;
    expect(drawn).toHaveLength(components.length);
    components.forEach(({ mean, covariance }, k) => {
      // Mahalanobis distances that hold 39.3 %, 86.5 % and 95 %: √(−2 ln(1 − mass)).
      [1, 2, Math.sqrt(-2 * Math.log(0.05))].forEach((distance, i) => {
        const { cx, cy, degrees, rx, ry } = drawn[k]![i]!;
        expect(cx).toBeCloseTo(x.at(mean[0]!), 0);
        expect(cy).toBeCloseTo(y.at(mean[1]!), 0);
        const turn = (degrees * Math.PI) / 180;
        const width = Math.hypot(rx * Math.cos(turn), ry * Math.sin(turn));
        const height = Math.hypot(rx * Math.sin(turn), ry * Math.cos(turn));
        expect(width / Math.abs(x.slope)).toBeCloseTo(distance * Math.sqrt(covariance[0]![0]!), 2);
        expect(height / Math.abs(y.slope)).toBeCloseTo(distance * Math.sqrt(covariance[1]![1]!), 2);
      });
    });
    await page.locator(".chip").first().hover();
    expect(await page.locator(".mass-names").textContent()).toMatch(/1σ 39\.3 %.*2σ 86\.5 %.*95 %/);
  });

  it("points are painted where they lie, in the colour of their component", async () => {
    const { page, sim } = await openPage();
    await page.locator('canvas[data-points="10000"]').waitFor();
    const [x, y] = [await axisOf(page, "middle"), await axisOf(page, "end")];
    const colours = ["#0072b2", "#d55e00", "#009e73"];
    for (const [k, { mean }] of sim.live.snapshots.newest!.components.entries()) {
      const pixel = await page.locator(".plot canvas").evaluate(
        (canvas, [px, py]) => {
          const element = canvas as HTMLCanvasElement;
          const scale = element.width / element.getBoundingClientRect().width;
          const { data } = element.getContext("2d")!.getImageData((px! - 56) * scale, (py! - 12) * scale, 1, 1);
          return [...data];
        },
        [x.at(mean[0]!), y.at(mean[1]!)],
      );
      const distances = colours.map((hex) =>
        Math.hypot(...[1, 3, 5].map((at, c) => Number.parseInt(hex.slice(at, at + 2), 16) - pixel[c]!)),
      );
      expect(distances.indexOf(Math.min(...distances))).toBe(k);
      expect(Math.min(...distances)).toBeLessThan(90);
    }
  });

  it("a component's drawer", async () => {
    const { page, sim } = await openPage();
    await page.getByRole("button", { name: /^1 highest log1p\(ms\)/ }).click();
    const drawer = page.getByRole("complementary", { name: "Cluster 1" });
    await drawer.waitFor();
    const { mean, covariance } = sim.live.snapshots.newest!.components[1]!;
    const rows = (await tableOf(page, ".drawer h3 + table")).slice(0, 2);
    expect(rows).toEqual(
      ["log1p(ms)", "log1p(bytes)"].map((name, j) => [name, brief(mean[j]!), brief(Math.sqrt(covariance[j]![j]!))]),
    );
    expect(await drawer.textContent()).toContain("share of points30 %");
    const correlation = covariance[0]![1]! / Math.sqrt(covariance[0]![0]! * covariance[1]![1]!);
    expect(await drawer.textContent()).toContain(`log1p(ms), log1p(bytes)${correlation.toFixed(2).replace("-", "−")}`);
  });

  it("unusual points, and the drawer that says why", async () => {
    const { page, sim } = await openPage();
    const newest = sim.live.unusual.newest!;
    const list = page.locator(".unusual li");
    await list.first().waitFor();
    expect(await list.count()).toBe(Math.min(30, sim.live.unusual.total));
    expect(await list.first().innerText()).toContain(`r-${newest.ordinal}`);
    expect(await list.first().innerText()).toContain(`${newest.distance.toFixed(1)}σ from cluster ${newest.nearest}`);
    await list.first().getByRole("button").click();
    await page.getByText("Why it is unusual").waitFor();
    const drawer = await page.locator(".drawer").innerText();
    expect(drawer).toContain(`Unusual. About 1 in ${Math.round(1 / newest.pValue!).toLocaleString("en-US")}`);
    expect(drawer).toContain(
      `It lies ${newest.distance.toFixed(1)} standard deviations from cluster ${newest.nearest}`,
    );
    const why = await tableOf(page, ".drawer .why");
    const expected = newest.shares
      .map((share, j) => [["log1p(ms)", "log1p(bytes)"][j]!, percent(share), share] as const)
      .filter(([, , share]) => share >= 0.01)
      .sort((a, b) => b[2] - a[2]);
    expect(why).toEqual(expected.map(([name, share]) => [name, share]));
    expect(drawer).toContain(`anomaly score\n${newest.score.toFixed(3)}`);
    expect(drawer).toContain(`offset ${newest.ordinal}`);
    await page.locator(".unusual-marks").locator("circle, path").first().waitFor();
  });

  it("the strip's figures, at the end and under the cursor", async () => {
    const { page, sim } = await openPage();
    const moments = sim.live.moments.until(sim.live.moments.total);
    const newest = moments.at(-1)!;
    const readout = page.locator(".readout");
    await page.locator(".panel canvas").first().waitFor();
    const text = async () => (await readout.innerText()).replace(/\s+/g, " ");
    await expect.poll(text).toContain("points learned 10,000");
    await expect.poll(text).toContain(`${newest.recent!.toFixed(3).replace("-", "−")} recent, −2.310 all`);
    await expect
      .poll(text)
      .toContain(`largest score ${newest.score!.toFixed(2)}, flagged from ${newest.threshold!.toFixed(2)}`);
    await expect.poll(text).toContain("weights 0 55 %1 30 %2 15 %");
    const panels = page.locator(".panels");
    await panels.focus();
    await page.keyboard.press("End");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowLeft");
    const at = moments.at(-4)!;
    await expect.poll(text).toContain(`points learned ${at.learned.toLocaleString("en-US")}`);
    await expect.poll(text).toContain(`${at.recent!.toFixed(3).replace("-", "−")} recent`);
    await expect.poll(text).toContain("points/s 1,000");
  });

  it("before the first threshold it says so; then that none was unusual", async () => {
    const { page, sim } = await openPage({ before: (sim) => sim.step(500) });
    await page.locator(".headline").getByText("What is unusual shows once enough points are known.").waitFor();
    await page.getByText("None so far. A point is unusual when few of the recent ones were as far out.").waitFor();
    expect(sim.live.moments.newest!.threshold).toBeNull();
    sim.step(600);
    expect(sim.live.moments.newest!.threshold).toBeGreaterThan(0);
    await page.locator(".headline").getByText("None was unusual so far.").waitFor();
    await page.getByText("None so far. A point is unusual when few of the recent ones were as far out.").waitFor();
    await page.getByRole("button", { name: "Over time as a table" }).click();
    const [newest, before] = await tableOf(page, ".strip .table-box");
    expect([newest![7], before![7]]).toEqual([sim.live.moments.newest!.threshold!.toFixed(2), "–"]);
  });

  it("what happened stands in the list, and on the strip at its time", async () => {
    const drift: LearnerEvent = {
      kind: "drift",
      version: 21,
      points: 10_200,
      components: [0, 1, 2],
      numbers: { rise: 1 },
      detector: "adwin",
    };
    const birth: LearnerEvent = { kind: "birth", version: 21, points: 10_500, components: [7], numbers: {} };
    const { page } = await openPage({
      before: (sim) => {
        someHistory(sim);
        sim.step(500, 0, [drift, birth]);
      },
    });
    await page.locator(".happened").getByText("Cluster 7 appeared.").waitFor();
    expect(await page.locator(".happened li").allInnerTexts()).toEqual([
      expect.stringContaining("Cluster 7 appeared."),
      expect.stringContaining("The stream has changed: adwin noticed it."),
    ]);
    await page.locator(".mark").first().waitFor();
    expect(await page.locator(".mark").innerText()).toBe("drift +1");
  });

  it("a stream that warms up says how far it is", async () => {
    const { page } = await openPage({
      before: (sim) => {
        sim.live.take({ type: "warming-up", points: 312, of: 1000 });
        sim.commit(312, { labels: 0, version: -1 });
      },
    });
    await page.getByText("warming up 312 of 1,000").waitFor();
    await page
      .getByText("The first 1,000 points choose the first mixture; 312 are here. Labels follow then.")
      .first()
      .waitFor();
    expect(await page.locator("progress").evaluate((bar) => (bar as HTMLProgressElement).value)).toBe(312);
    await page.getByText("They come with the first mixture").waitFor();
  });

  it("of many features the plane of the widest spread, or any two", async () => {
    const { D8K8 } = await import("../support/fixed-mixtures.js");
    const names = Array.from({ length: 8 }, (_, j) => `f${j}`);
    const { page } = await openPage({ simulated: { mixture: D8K8, names } });
    await page.locator(".axis-name").first().waitFor();
    expect(await page.locator(".axis-name").allTextContents()).toEqual([
      expect.stringMatching(/^PC 1, \d+(\.\d)? % of the spread: /),
      expect.stringMatching(/^PC 2, \d+(\.\d)? % of the spread: /),
    ]);
    await page.locator(".axes-picker select").selectOption("features");
    await page.locator(".axes-picker select").nth(2).selectOption({ label: "f5" });
    await expect.poll(() => page.locator(".axis-name").allTextContents()).toEqual(["f0", "f5"]);
    expect(new URL(page.url()).search).toBe("?axes=0%2C5");
  });
});

describeInBrowser("a stream of one feature", () => {
  it("shows how unusual each point is beside where it lies", async () => {
    const { Mixture } = await import("../../src/mixture/mixture.js");
    const mixture = new Mixture({ covarianceType: "full", weights: [0.5, 0.5], means: [-5, 5], covariances: [1, 1] });
    const { page, sim } = await openPage({ simulated: { mixture, names: ["load"] } });
    await page.locator('canvas[data-points="10000"]').waitFor();
    expect(await page.locator(".axis-name").allTextContents()).toEqual(["load", "anomaly score"]);
    const y = await axisOf(page, "end");
    const { points } = sim.live;
    const highest = Math.max(...points.score.subarray(0, points.count));
    expect(y.at(0)).toBeGreaterThan(y.at(highest / 2));
    await page.keyboard.press("u");
    await page.locator(".chosen").waitFor();
  });
});
