import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { Snapshot } from "../../src/format/records.js";
import { describeInBrowser, openPage, tableOf } from "./support/in-browser.js";

describeInBrowser("snapshots", () => {
  const shown = (page: Page) => page.locator(".scrubber output").innerText();

  it("pause, step, go to the ends, follow again", async () => {
    const { page, sim } = await openPage();
    await page.getByText("live version 20, 10,000 points").waitFor();
    await page.getByRole("button", { name: "Pause at this snapshot" }).click();
    sim.step(500);
    await page.locator(".numbers").getByText("10,500 points").waitFor();
    await expect.poll(() => shown(page)).toMatch(/^version 20, 10,000 points/);
    await page.getByText("You look at the past.").waitFor();
    await page.locator('canvas[data-points="10000"]').waitFor();
    await page.getByRole("button", { name: "One snapshot back" }).click();
    await expect.poll(() => shown(page)).toMatch(/^version 19, 9,500 points/);
    await page.locator('canvas[data-points="9500"]').waitFor();
    await page.getByRole("button", { name: "First snapshot" }).click();
    await expect.poll(() => shown(page)).toMatch(/^version 1, 500 points/);
    await page.locator('canvas[data-points="500"]').waitFor();
    await page.getByRole("button", { name: "Follow the newest (End)" }).click();
    await page.getByText("live version 21, 10,500 points").waitFor();
  });

  it("two are compared: what changed, in figures and as dashed ellipses", async () => {
    const { page, sim } = await openPage();
    await page.getByRole("button", { name: "Compare with this" }).click();
    const { Mixture } = await import("../../src/mixture/mixture.js");
    const { compact, means, weights } = sim.mixture;
    const moved = means.slice();
    moved[0]! += Math.sqrt(0.12) / 2;
    sim.mixture = new Mixture({
      covarianceType: "full",
      weights: Float64Array.from(weights, (w, k) => (k === 0 ? w - 0.05 : k === 2 ? w + 0.05 : w)),
      means: moved,
      covariances: compact.map((c, i) => (i >= 4 && i < 8 ? 4 * c : c)),
      ids: [0, 1, 9],
    });
    sim.step(500);
    await page.getByText("live version 21").waitFor();
    await page.locator(".compared ellipse").first().waitFor();
    const rows = await tableOf(page, ".clusters");
    expect(rows.map(([name, , change]) => [name?.slice(0, 1), change])).toEqual([
      ["0", "−5.0"],
      ["1", "+0.0"],
      ["9", "new"],
    ]);
    await page.getByRole("button", { name: /^1 / }).click();
    expect(await page.locator(".drawer").innerText()).toContain("deviations\n× 2");
    await page.getByRole("button", { name: /^0 / }).click();
    // The features are correlated, so half a deviation of one is a little more of both.
    const expected = (0.5 / Math.sqrt(1 - 0.02 ** 2 / (0.12 * 0.3))).toFixed(2);
    expect(await page.locator(".drawer").innerText()).toContain(`mean moved by\n${expected}σ of then`);
  });

  it("of a model that was reset begin anew", async () => {
    const { page, sim } = await openPage();
    await page.getByText("live version 20").waitFor();
    sim.version = 0;
    sim.step(500);
    await page.getByText("live version 1, 10,500 points").waitFor();
    expect(await page.getByRole("button", { name: "One snapshot back" }).isDisabled()).toBe(true);
  });

  it("the address says what is looked at, and brings it back", async () => {
    const { page, server, sim } = await openPage({
      query: "?version=12&with=4&component=2&tables=strip&over=points&theme=dark",
    });
    await page.getByText("version 12, 6,000 points").waitFor();
    await page.getByText("dashed: version 4").waitFor();
    await page.getByRole("complementary", { name: "Cluster 2" }).waitFor();
    await page.locator(".strip table").waitFor();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(page.url()).toBe(`${server.url}/?version=12&with=4&component=2&theme=dark&tables=strip&over=points`);
    await page.goto(`${server.url}/?point=9990&version=1e9&with=-1&axes=9,9&theme=pink&tables=x`);
    await page.getByRole("complementary", { name: "Point 9,990" }).waitFor();
    await page.getByText("live version 20").waitFor();
    const snapshot: Snapshot = sim.live.snapshots.newest!;
    expect((await tableOf(page, ".clusters")).length).toBe(snapshot.components.length);
  });

  it("of a stream that has ended the last one is not called live", async () => {
    const { page, sim } = await openPage();
    await page.getByText("live version 20").waitFor();
    sim.live.take({ type: "stopped" });
    await page.getByText("last version 20").waitFor();
    await page.locator(".phase").getByText("ended").waitFor();
  });
});
