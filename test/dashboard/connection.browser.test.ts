import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, inject, it } from "vitest";
import { serveStream } from "../live/support/serve-simulated.js";
import { SimulatedStream } from "../live/support/simulated-stream.js";
import { describeInBrowser, newPage, openPage, someHistory } from "./support/in-browser.js";

const TOKEN = "a-token-of-some-length";

describeInBrowser("the connection", () => {
  it("a server that restarts: the page says that it is stale, then goes on by itself with what is there now", async () => {
    const { page, server } = await openPage();
    await page.getByText("live version 20, 10,000 points").waitFor();
    await server.close();
    await page.getByText(/stale: heard nothing for \d+ s, connecting again/).waitFor();
    // What was shown stays to be looked at.
    expect(await page.locator(".clusters tbody tr").count()).toBe(3);
    const next = new SimulatedStream();
    for (let i = 0; i < 7; i++) next.step(300);
    const port = Number(new URL(server.url).port);
    const again = await serveStream(next, { port, pageFolder: inject("pageFolder") });
    try {
      await page.getByText("live version 7, 2,100 points").waitFor();
      await expect.poll(() => page.getByText("stale").count()).toBe(0);
      await page.locator('canvas[data-points="2100"]').waitFor();
      next.step(300);
      await page.getByText("live version 8, 2,400 points").waitFor();
    } finally {
      await again.server.close();
    }
  });

  it("a connection that breaks for a moment: nothing is missed, nothing comes twice", async () => {
    const { page, sim } = await openPage();
    await page.locator('canvas[data-points="10000"]').waitFor();
    await page.context().setOffline(true);
    sim.step(500);
    sim.step(500);
    await page.context().setOffline(false);
    sim.step(500);
    await page.locator('canvas[data-points="11500"]').waitFor();
    await page.getByText("live version 23, 11,500 points").waitFor();
    await page.getByRole("button", { name: "Over time as a table" }).click();
    const learned = await page.locator(".strip tbody tr td:nth-child(2)").allInnerTexts();
    expect(new Set(learned).size).toBe(learned.length);
  });

  it("a token: asked for, a wrong one refused, the right one kept for the tab", async () => {
    const { page } = await openPage({ token: TOKEN });
    const field = page.getByLabel("Token");
    await field.fill("not-the-token-at-all");
    await page.getByRole("button", { name: "Look" }).click();
    await page.getByText("That is not the token.").waitFor();
    await field.fill(TOKEN);
    await page.getByRole("button", { name: "Look" }).click();
    await page.getByText("live version 20").waitFor();
    await page.keyboard.press("u");
    await page.getByText("Which cluster").waitFor();
    await page.reload();
    await page.getByText("live version 20").waitFor();
    expect(await page.evaluate(() => [document.cookie, localStorage.length, location.href.includes("token")])).toEqual([
      "",
      0,
      false,
    ]);
  });

  it("no request leaves the server the page came from", async () => {
    const { page, server } = await openPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.reload();
    await page.getByText("live version 20").waitFor();
    await page.keyboard.press("u");
    await page.getByText("Which cluster").waitFor();
    const elsewhere = asked.filter((url) => !url.startsWith(`${server.url}/`) && !/^(blob|data):/.test(url));
    expect(asked.length).toBeGreaterThan(3);
    expect(elsewhere).toEqual([]);
  });

  it("names from the stream are text, whatever they hold", async () => {
    const evil = '<img src=x onerror="document.title=1">';
    const { page } = await openPage({ simulated: { names: [evil, "b"], app: "<script>alert(1)</script>" } });
    await page.getByText("live version 20").waitFor();
    await page.keyboard.press("1");
    await page.getByText("Where it lies").waitFor();
    await page.keyboard.press("t");
    expect(await page.locator("img, body script").count()).toBe(0);
    expect(await page.title()).not.toBe("1");
  });
});

describeInBrowser("the budget", () => {
  it("the page weighs at most 60 kB, compressed as it is sent", () => {
    const folder = inject("pageFolder");
    const files = ["index.html", ...readdirSync(join(folder, "assets")).map((name) => join("assets", name))];
    const weights = files.map((name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length);
    expect(weights.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(60_000);
  });

  it("is seen within 300 ms", { retry: 2 }, async () => {
    const sim = new SimulatedStream();
    someHistory(sim);
    const { server } = await serveStream(sim, { pageFolder: inject("pageFolder") });
    try {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const page = await newPage();
        await page.goto(server.url);
        await page.getByText("live version 20").waitFor();
        times.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime));
      }
      // Of several, since the first one also starts the browser's own engines.
      expect(Math.min(...times)).toBeLessThan(300);
    } finally {
      await server.close();
    }
  });

  it("50,000 points are painted 30 times a second", { retry: 2 }, async () => {
    const { page } = await openPage({
      before: (sim) => {
        for (let i = 0; i < 100; i++) sim.step(500);
      },
    });
    await page.locator('canvas[data-points="50000"]').waitFor();
    const times = await page.evaluate(async () => {
      const canvas = document.querySelector<HTMLCanvasElement>(".plot canvas")!;
      const rows = document.querySelectorAll(".clusters tbody tr");
      const painted: number[] = [];
      for (let i = 0; i < 40; i++) {
        // Looking at one component after the other paints all points anew.
        rows[i % 3]!.dispatchEvent(new PointerEvent("pointerenter"));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        painted.push(Number(canvas.dataset.drawMs));
      }
      return painted.slice(10).sort((a, b) => a - b);
    });
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(1000 / 30);
  });
});
