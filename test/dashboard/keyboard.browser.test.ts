import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { D8K8 } from "../support/fixed-mixtures.js";
import { describeInBrowser, openPage } from "./support/in-browser.js";

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Goes on with Tab until something of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      return element.getAttribute("aria-label") ?? element.innerText;
    });
    if (name.test(focused.replace(/\s+/g, " "))) return;
  }
  expect.unreachable(`nothing called ${name} is reached by Tab`);
}

describeInBrowser("with the keyboard alone", () => {
  it("snapshots: pause, step, ten at once, ends, follow, compare", async () => {
    const { page } = await openPage();
    const output = page.locator(".scrubber output");
    await page.getByText("live version 20").waitFor();
    await press(page, " ");
    await expect.poll(() => output.innerText()).toMatch(/^version 20/);
    await press(page, "ArrowLeft", "ArrowLeft");
    await expect.poll(() => output.innerText()).toMatch(/^version 18/);
    await press(page, "Shift+ArrowLeft");
    await expect.poll(() => output.innerText()).toMatch(/^version 8/);
    await press(page, "c");
    await page.getByText("dashed: version 8").waitFor();
    await press(page, "ArrowRight");
    await expect.poll(() => output.innerText()).toMatch(/^version 9/);
    await press(page, "Home");
    await expect.poll(() => output.innerText()).toMatch(/^version 1,/);
    await press(page, "End");
    await expect.poll(() => output.innerText()).toMatch(/^live version 20/);
    await press(page, "c");
    await expect.poll(() => page.getByText("dashed:").count()).toBe(0);
  });

  it("clusters and unusual points: open, go on, close, and the focus goes along", async () => {
    const { page, sim } = await openPage();
    await page.getByText("live version 20").waitFor();
    await press(page, "2");
    await page.getByRole("complementary", { name: "Cluster 1" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toContain("Cluster 1");
    await press(page, "u");
    const newest = sim.live.unusual.newest!.ordinal;
    await page.getByRole("complementary", { name: `Point ${newest.toLocaleString("en-US")}` }).waitFor();
    await press(page, "u");
    const before = sim.live.unusual.slice(0).at(-2)!.ordinal;
    await page.getByRole("complementary", { name: `Point ${before.toLocaleString("en-US")}` }).waitFor();
    await press(page, "Escape");
    await expect.poll(() => page.locator(".drawer").count()).toBe(0);
  });

  it("a drawer gives the focus back to where it was opened", async () => {
    const { page } = await openPage();
    await page.getByText("live version 20").waitFor();
    await tabTo(page, /^2 highest log1p\(bytes\)/);
    await press(page, "Enter");
    await page.getByRole("complementary", { name: "Cluster 2" }).waitFor();
    await press(page, "Tab", "Enter"); // the close button comes first
    await expect.poll(() => page.locator(".drawer").count()).toBe(0);
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).innerText)).toContain("2");
  });

  it("everything is reached by Tab, and what has the focus shows it", async () => {
    const { page } = await openPage();
    await page.getByText("live version 20").waitFor();
    const names = [
      /^Theme/,
      /^Help/,
      /as a table/,
      /^Save points/,
      /^First snapshot/,
      /^Snapshot$/,
      /^Compare/,
      /^0 low/,
      /^r-\d+/,
    ];
    for (const name of [...names, /Over time as a table/, /^Time strip/]) {
      await tabTo(page, name);
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
      expect(outline).toBe("solid");
    }
  });

  it("saving: the menu opens, is gone through and closes", async () => {
    const { page } = await openPage();
    await page.getByText("live version 20").waitFor();
    await tabTo(page, /^Save points/);
    await press(page, "Enter");
    await page.getByRole("button", { name: "Picture (PNG)" }).waitFor();
    await press(page, "Escape");
    await expect.poll(() => page.getByRole("button", { name: "Picture (PNG)" }).count()).toBe(0);
    await press(page, "Enter", "Tab", "Tab", "Tab");
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Enter")]);
    expect(download.suggestedFilename()).toBe("requests-points.csv");
  });

  it("tables, axes, the strip's axis, the theme", async () => {
    const names = Array.from({ length: 8 }, (_, j) => `f${j}`);
    const { page } = await openPage({ simulated: { mixture: D8K8, names } });
    await page.locator(".axis-name").first().waitFor();
    const axes = () => page.locator(".axis-name").allTextContents();
    await press(page, "x");
    await expect.poll(axes).toEqual(["f1", "f1"]);
    await press(page, "y");
    await expect.poll(axes).toEqual(["f1", "f2"]);
    await press(page, "p");
    await expect.poll(async () => (await axes())[0]).toMatch(/^PC 1/);
    await press(page, "o");
    await expect.poll(() => page.locator(".strip select").inputValue()).toBe("points");
    await press(page, "d");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    await press(page, "d");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("light");
    await press(page, "t");
    await expect.poll(() => page.locator(".table-box").count()).toBe(2);
    await press(page, "t");
    await expect.poll(() => page.locator(".table-box").count()).toBe(0);
  });

  it("? says which keys there are; Escape closes it; behind it no key does anything", async () => {
    const { page } = await openPage();
    await page.getByText("live version 20").waitFor();
    await press(page, "?");
    const help = page.getByRole("dialog", { name: "Help" });
    await help.waitFor();
    await press(page, "t", "2");
    await press(page, "Escape");
    await expect.poll(() => help.isVisible()).toBe(false);
    expect(await page.locator(".table-box, .drawer").count()).toBe(0);
  });

  it("keys do nothing where letters are typed", async () => {
    const { page } = await openPage({ token: "a-token-of-some-length" });
    await page.getByLabel("Token").fill("");
    await page.getByLabel("Token").press("t");
    await page.getByLabel("Token").press("?");
    expect(await page.getByLabel("Token").inputValue()).toBe("t?");
    expect(await page.getByRole("dialog").isVisible()).toBe(false);
  });
});
