import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished } from "vitest";
import { type ServedSimulation, serveStream } from "../../live/support/serve-simulated.js";
import { type SimulatedOptions, SimulatedStream } from "../../live/support/simulated-stream.js";
import { chromiumPath } from "./chromium.js";

/** Nothing on the page takes so long. */
const TIMEOUT_MS = 10_000;

const executablePath = chromiumPath();
let browser: Browser;

/** Tests in a real browser: skipped, loudly, where there is none, unless REQUIRE_BROWSER says that there has to be. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (executablePath === undefined && !process.env.REQUIRE_BROWSER) {
    process.stderr.write(
      `\n*** SKIPPED: the dashboard's tests in a browser ("${name}"): no Chromium found. Install one (Debian: apt-get install chromium), ` +
        "or name it in CHROMIUM_PATH; REQUIRE_BROWSER=1 makes this a failure. ***\n\n",
    );
    describe.skip(name, tests);
    return;
  }
  describe(name, () => {
    beforeAll(async () => {
      if (executablePath === undefined) throw new Error("REQUIRE_BROWSER is set, but no Chromium was found");
      // The sandbox needs rights that containers do not give; the page under test is our own.
      browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    });
    afterAll(() => browser?.close());
    tests();
  });
}

export interface Opened extends ServedSimulation {
  readonly page: Page;
}

export interface OpenOptions {
  /** Query of the address. */
  readonly query?: string;
  readonly context?: BrowserContextOptions;
  readonly simulated?: SimulatedOptions;
  /** Done before the page is opened. */
  readonly before?: (sim: SimulatedStream) => void;
  readonly token?: string;
}

/** A simulated stream with some history, its server, and the page in a browser, all of which end with the test. */
export async function openPage({
  before = someHistory,
  context,
  query = "",
  simulated,
  token,
}: OpenOptions = {}): Promise<Opened> {
  const sim = new SimulatedStream(simulated);
  before(sim);
  const { server, troubles } = await serveStream(sim, {
    pageFolder: inject("pageFolder"),
    ...(token === undefined ? {} : { token }),
  });
  onTestFinished(async () => {
    await server.close();
    expect(troubles).toEqual([]);
  });
  const page = await newPage(context);
  await page.goto(`${server.url}/${query}`);
  return { sim, server, troubles, page };
}

/** A page that must do nothing it is not allowed to. */
export async function newPage(context: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", ...context });
  page.setDefaultTimeout(TIMEOUT_MS);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // That a server is away, or asks for a token, is what some tests are about; the browser says so by itself.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  onTestFinished(async () => {
    await page.close();
    expect(faults).toEqual([]);
  });
  return page;
}

/** 20 units of 500 points, the later ones with unusual points. */
export function someHistory(sim: SimulatedStream): void {
  for (let i = 0; i < 20; i++) sim.step(500, i >= 4 && i % 3 === 0 ? 2 : 0);
}

/** A table on the page, row by row, cell by cell. */
export async function tableOf(page: Page, selector: string): Promise<string[][]> {
  const rows = page.locator(`${selector} tbody tr`);
  await rows.first().waitFor();
  return await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.replace(/\s+/g, " ").trim())),
  );
}
