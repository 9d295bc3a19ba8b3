import { expect, it } from "vitest";
import { brief } from "../../src/plot/ticks.js";
import { describeInBrowser, openPage, tableOf } from "./support/in-browser.js";

describeInBrowser("every picture can be had as numbers", () => {
  it("both pictures as tables", async () => {
    const { page, sim } = await openPage();
    await page.getByRole("button", { name: "Points and clusters as a table" }).click();
    const points = await tableOf(page, ".scatter .table-box");
    expect(points).toHaveLength(50);
    const { points: ring } = sim.live;
    const row = ring.row(ring.total - 1);
    expect(points[0]!.slice(0, 4)).toEqual([
      "9,999",
      brief(ring.values[row * 2]!),
      brief(ring.values[row * 2 + 1]!),
      String(ring.component[row]),
    ]);
    expect(points[0]![5]).toContain(ring.score[row]!.toFixed(2));
    await page.getByRole("button", { name: "Over time as a table" }).click();
    const moments = await tableOf(page, ".strip .table-box");
    expect(moments).toHaveLength(20);
    expect(moments[0]!.slice(1, 3)).toEqual(["10,000", "20"]);
    expect(moments[0]![5]).toBe("0: 55 %, 1: 30 %, 2: 15 %");
  });

  it("saved files hold the same numbers", async () => {
    const { page, sim } = await openPage();
    await page.locator('canvas[data-points="10000"]').waitFor();
    const saved = async (picture: string, kind: string): Promise<Buffer> => {
      await page.getByRole("button", { name: `Save ${picture}` }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: kind }).click(),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    const points = (await saved("points and clusters", "Numbers (CSV)")).toString().trimEnd().split("\r\n");
    expect(points[0]).toBe("ordinal,log1p(ms),log1p(bytes),component,responsibility,anomalyScore,flagged");
    expect(points).toHaveLength(10_001);
    const [ordinal, ms] = points.at(-1)!.split(",").map(Number);
    const { points: ring } = sim.live;
    expect(ordinal).toBe(9999);
    expect(ms).toBeCloseTo(ring.values[ring.row(9999) * 2]!, 5);
    const moments = (await saved("over time", "Numbers (CSV)")).toString().trimEnd().split("\r\n");
    expect(moments[0]).toBe(
      "at,learned,version,logLikelihoodRecent,logLikelihoodMean,score,threshold,flagged,pointsPerSecond,weight0,weight1,weight2,lag0",
    );
    expect(moments.slice(1).map((line) => Number(line.split(",")[3]))).toEqual(
      sim.live.moments.until(sim.live.moments.total).map(({ recent }) => recent),
    );
    for (const picture of ["points and clusters", "over time"]) {
      const svg = (await saved(picture, "Drawing (SVG)")).toString();
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(svg).not.toMatch(/NaN|undefined/);
      expect(
        await page.evaluate(
          (text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror") === null,
          svg,
        ),
      ).toBe(true);
      const png = await saved(picture, "Picture (PNG)");
      expect(png.subarray(1, 4).toString()).toBe("PNG");
      expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
    }
  });
});
