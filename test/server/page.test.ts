import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { readPageAssets } from "../../src/server/page/page-assets.js";
import { serveSimulated } from "../live/support/serve-simulated.js";
import { ask, TOKEN } from "./support.js";

/** A folder like the one the page is built into, beside a file that nobody may have. */
function builtPage(): string {
  const root = mkdtempSync(join(tmpdir(), "mixtide-page-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, "dashboard");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(root, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(folder, "assets", "index-abc.js"), `console.log("${"page ".repeat(1000)}")`);
  writeFileSync(join(folder, "assets", "index-abc.css"), "body{}");
  return folder;
}

describe("the page", () => {
  it("comes with a policy that lets it run its own files and ask its own server, and nothing else", async () => {
    const { server } = await serveSimulated({ pageFolder: builtPage() });
    const { body, headers, status } = await ask(server, "/");
    expect([status, body]).toEqual([200, "<!doctype html><title>page</title>"]);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy.sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' blob: data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(headers).toMatchObject({
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
  });

  it("its assets may be kept for ever, since their names change with them", async () => {
    const { server } = await serveSimulated({ pageFolder: builtPage() });
    const { headers } = await ask(server, "/assets/index-abc.js");
    expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await ask(server, "/assets/index-abc.css")).headers["content-type"]).toBe("text/css; charset=utf-8");
  });

  it("is compressed for whoever can read that", async () => {
    const { server } = await serveSimulated({ pageFolder: builtPage() });
    const plain = await ask(server, "/assets/index-abc.js");
    const response = await fetch(`${server.url}/assets/index-abc.js`, { headers: { "accept-encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(await response.text()).toBe(plain.body);
    const asset = readPageAssets(builtPage()).get("/assets/index-abc.js")!;
    expect(gunzipSync(asset.gzipped).toString()).toBe(plain.body);
    expect(asset.gzipped.length).toBeLessThan(500);
  });

  it("304 for whoever has it", async () => {
    const { server } = await serveSimulated({ pageFolder: builtPage() });
    const { etag } = (await ask(server, "/")).headers;
    const again = await ask(server, "/", { headers: { "if-none-match": String(etag) } });
    expect([again.status, again.body]).toEqual([304, ""]);
  });

  it("holds no data, so it comes without a token; the data do not", async () => {
    const { server, sim } = await serveSimulated({ pageFolder: builtPage(), token: TOKEN });
    sim.step(10);
    expect((await ask(server, "/")).status).toBe(200);
    expect((await ask(server, "/assets/index-abc.js")).status).toBe(200);
    expect((await ask(server, "/api/snapshot")).status).toBe(401);
  });

  it("was not built: says what to do", async () => {
    const { server } = await serveSimulated({ pageFolder: "/nowhere" });
    const { body, status } = await ask(server, "/");
    expect([status, body]).toEqual([503, "The page was not built: run `npm run build`."]);
  });
});

it.each([
  "/assets/../secret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/assets/%2e%2e/%2e%2e/secret.txt",
  "/assets/....//secret.txt",
  "/assets/",
  "/assets",
  "/assets/index-abc.js/",
  "/assets/index-abc.js%00.css",
  "/assets/INDEX-ABC.js",
  "/assets//index-abc.js",
  "/index.html",
  "/../secret.txt",
  "/assets/constructor",
  "/assets/__proto__",
])("%s leads nowhere", async (path) => {
  const { server } = await serveSimulated({ pageFolder: builtPage() });
  const { body, status } = await ask(server, path);
  expect([400, 404]).toContain(status);
  expect(body).not.toContain("secret");
});
