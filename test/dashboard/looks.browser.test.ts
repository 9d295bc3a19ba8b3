import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import { REQUESTS } from "../live/support/simulated-stream.js";
import { describeInBrowser, openPage, someHistory } from "./support/in-browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page as it is. */
async function faultsOf(page: Page): Promise<string[]> {
  // Not as a script of the page, whose policy would not let it run.
  await page.evaluate(axe);
  const results = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResults;
  return results.violations.flatMap(({ help, id, impact, nodes }) =>
    nodes.map((node) => `${impact} ${id}: ${help}: ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ""}`),
  );
}

const serious = (faults: string[]): string[] => faults.filter((fault) => /^(serious|critical)/.test(fault));

const WAYS = [
  ["as it comes", ""],
  ["with a cluster open", "?component=1"],
  ["with a point open", "?point=9990"],
  ["as tables", "?tables=scatter,strip"],
  ["comparing", "?version=9&with=3"],
] as const;

describeInBrowser("a scan by axe finds nothing serious", () => {
  it.each(
    WAYS.flatMap(([name, query]) => (["light", "dark"] as const).map((scheme) => [name, scheme, query] as const)),
  )("%s, %s", async (_, colorScheme, query) => {
    const { page } = await openPage({ query, context: { colorScheme } });
    await page
      .getByText(/version (20|9),/)
      .first()
      .waitFor();
    if (query.includes("point")) await page.getByText("Which cluster").waitFor();
    expect(serious(await faultsOf(page))).toEqual([]);
  });

  it("the help, and the form for a token", async () => {
    const { page } = await openPage({ token: "a-token-of-some-length" });
    await page.getByLabel("Token").waitFor();
    expect(serious(await faultsOf(page))).toEqual([]);
    await page.getByRole("button", { name: "Help (?)" }).click();
    expect(serious(await faultsOf(page))).toEqual([]);
  });

  it("on a phone", async () => {
    const { page } = await openPage({ context: { viewport: { width: 390, height: 844 } } });
    await page.getByText("version 20,").first().waitFor();
    expect(serious(await faultsOf(page))).toEqual([]);
  });
});

describeInBrowser("the page", () => {
  it.each([390, 820, 1440])("%i pixels wide: nothing sticks out, nothing is cut", async (width) => {
    const { page } = await openPage({
      context: { viewport: { width, height: 844 } },
      before: (sim) => {
        someHistory(sim);
        const drift = { kind: "drift", version: 20, points: 9900, components: [0], numbers: {} } as const;
        sim.step(500, 0, [drift]);
      },
    });
    await page.getByText("version 21,").first().waitFor();
    await page.locator(".panel canvas").first().waitFor();
    for (const key of ["", "2", "u", "Escape"]) {
      if (key !== "") await page.keyboard.press(key);
      const { content, window: room } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        window: document.documentElement.clientWidth,
      }));
      expect(content).toBe(room);
    }
    const outside = await page.locator("button:visible, select:visible, .card").evaluateAll(
      (all) =>
        all
          .filter((one) => !one.closest(".mark-lane"))
          .map((one) => one.getBoundingClientRect())
          .filter(({ left, right }) => left < 0 || right > innerWidth + 1).length,
    );
    expect(outside).toBe(0);
    const cut = await page.locator(".mark").evaluateAll(
      (all) =>
        all.filter((one) => {
          const [own, lane] = [one, one.parentElement!].map((it) => it.getBoundingClientRect());
          return own!.top < lane!.top || own!.bottom > lane!.bottom;
        }).length,
    );
    expect([await page.locator(".mark").count(), cut]).toEqual([1, 0]);
  });

  it.each([390, 1440])("%i pixels wide: a share of hardly anything stays in its column", async (width) => {
    const { compact: covariances, means } = REQUESTS;
    const mixture = new Mixture({ covarianceType: "full", weights: [0.6, 0.3995, 0.0005], means, covariances });
    const { page } = await openPage({ simulated: { mixture }, context: { viewport: { width, height: 844 } } });
    await page.locator(".clusters").getByText("< 0.1 %").waitFor();
    const over = await page.locator(".clusters .bar").evaluateAll((bars) =>
      bars.map((bar) => {
        const text = document.createRange();
        text.selectNodeContents(bar);
        return Math.round(text.getBoundingClientRect().right - bar.getBoundingClientRect().right);
      }),
    );
    expect(over).toEqual([0, 0, 0]);
  });

  it("on a phone: fingers hit what they aim at, and a touched point opens", async () => {
    const { page } = await openPage({
      context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    });
    await page.locator('canvas[data-points="10000"]').waitFor();
    const small = await page
      .locator(".icon-button:visible")
      .evaluateAll(
        (all) =>
          all.map((one) => one.getBoundingClientRect()).filter(({ height, width }) => height < 36 || width < 36).length,
      );
    expect(small).toBe(0);
    const box = (await page.locator(".plot").boundingBox())!;
    const chip = (await page.locator(".chip").first().boundingBox())!;
    await page.touchscreen.tap(chip.x + chip.width / 2 - 40, chip.y + chip.height / 2);
    await page.getByRole("complementary", { name: /^Point/ }).waitFor();
    const drawer = (await page.locator(".drawer").boundingBox())!;
    expect(drawer.width).toBeGreaterThan(380);
    expect(drawer.y).toBeGreaterThan(100);
    expect(box.width).toBeLessThanOrEqual(390);
  });

  it("follows the system's colours, and the viewer's choice before them", async () => {
    const { page } = await openPage({ context: { colorScheme: "dark" } });
    await page.locator('canvas[data-points="10000"]').waitFor();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const corner = () =>
      page.locator(".plot canvas").evaluate((canvas) => {
        const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(1, 1, 1, 1);
        return [...data];
      });
    expect(await ground()).toBe("rgb(11, 14, 18)");
    expect(await corner()).toEqual([0x14, 0x18, 0x1d, 255]);
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(ground).toBe("rgb(244, 246, 248)");
    await expect.poll(corner).toEqual([255, 255, 255, 255]);
    await page.keyboard.press("d");
    await expect.poll(ground).toBe("rgb(11, 14, 18)");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.keyboard.press("d");
    await expect.poll(ground).toBe("rgb(244, 246, 248)");
  });

  it("moves nothing for those who want no motion", async () => {
    const { page } = await openPage({ query: "?component=1" });
    const name = () => page.locator(".drawer").evaluate((drawer) => getComputedStyle(drawer).animationName);
    expect(await name()).toBe("none");
    await page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await name()).not.toBe("none");
  });

  it("tells screen readers what is new, politely and not ten times a second", async () => {
    const { page, sim } = await openPage();
    const live = page.locator("[aria-live=polite]");
    await expect.poll(() => live.textContent()).toContain("3 clusters in 10,000 points");
    for (let i = 0; i < 5; i++) sim.step(500);
    await page.getByText("3 clusters in 12,500 points").first().waitFor();
    expect(await live.textContent()).toContain("10,000 points");
  });
});
