import { describe, expect, it } from "vitest";
import { ask, PORTS, REASONS, serve, TOKEN } from "./support.js";

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe("probes", () => {
  it.each([
    ["/livez", true, false, 200],
    ["/livez", false, false, 503],
    ["/readyz", true, true, 200],
    ["/readyz", true, false, 503],
  ])("%s of live %s, ready %s: %i", async (path, live, ready, status) => {
    const server = await serve({}, { health: () => ({ live, ready, ...REASONS }) });
    const answer = await ask(server, path);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ status: status === 200 ? "ok" : "not ok", live, ready, ...REASONS });
  });
});

describe("metrics", () => {
  it("come as they are, in Prometheus' type", async () => {
    const answer = await ask(await serve(), "/metrics");
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(answer.body).toBe(await PORTS.metrics());
  });

  it("that fail are told of, and the reason stays inside", async () => {
    const troubles: unknown[] = [];
    const failing = () => Promise.reject(new Error("canary-7e2f"));
    const server = await serve({}, { metrics: failing, trouble: (error) => troubles.push(error) });
    const answer = await ask(server, "/metrics");
    expect([answer.status, answer.body]).toEqual([500, "Internal Server Error"]);
    expect(troubles).toMatchObject([{ message: "canary-7e2f" }]);
    expect((await ask(server, "/livez")).status).toBe(200);
  });
});

describe("with a token", () => {
  it.each(["/metrics", "/", "/more", "/%2e%2e/metrics", "//metrics", "/METRICS"])(
    "%s is closed to those without",
    async (path) => {
      const server = await serve({ token: TOKEN, routes: (app) => void app.get("/more", (c) => c.text("more")) });
      const answer = await ask(server, path);
      expect([answer.status, answer.body]).toEqual([401, "Unauthorized"]);
      expect(answer.headers["www-authenticate"]).toBe('Bearer realm="mixtide"');
    },
  );

  it.each(["another-token-of-some-length", `${TOKEN}x`, TOKEN.slice(1)])("%s is not it", async (token) => {
    const server = await serve({ token: TOKEN });
    expect((await ask(server, "/metrics", bearer(token))).status).toBe(401);
    expect((await ask(server, "/livez", bearer(token))).status).toBe(401);
  });

  it("it opens everything", async () => {
    const server = await serve({ token: TOKEN, routes: (app) => void app.get("/more", (c) => c.text("more")) });
    expect((await ask(server, "/metrics", bearer(TOKEN))).status).toBe(200);
    expect((await ask(server, "/more", bearer(TOKEN))).body).toBe("more");
    expect(JSON.parse((await ask(server, "/readyz", bearer(TOKEN))).body)).toMatchObject(REASONS);
  });

  it.each(["/livez", "/readyz"])("%s says ok or not to anybody, and no more", async (path) => {
    const server = await serve({ token: TOKEN });
    const { status, body } = await ask(server, path);
    expect([status, JSON.parse(body)]).toEqual([200, { status: "ok" }]);
  });
});

it("routes may be mounted beside, under the same protection", async () => {
  const server = await serve({ routes: (app) => void app.post("/api/echo", async (c) => c.text(await c.req.text())) });
  const answer = await ask(server, "/api/echo", { method: "POST", body: "hello" });
  expect([answer.status, answer.body]).toEqual([200, "hello"]);
  expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  const large = await ask(server, "/api/echo", { method: "POST", body: Buffer.alloc(70_000, "x") });
  expect(large.status).toBe(413);
});

it.each(["/livez", "/metrics", "/nothing"])("%s is answered with headers that allow nothing", async (path) => {
  const { headers } = await ask(await serve(), path);
  expect(headers).toMatchObject({
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  expect(headers).not.toHaveProperty("x-powered-by");
  expect(headers).not.toHaveProperty("access-control-allow-origin");
});
