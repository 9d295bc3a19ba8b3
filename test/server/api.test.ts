import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { API_ROUTES, type ApiRoute } from "../../src/server/api/routes.js";
import { figuresAnswer, MOST_POINTS, pointAnswer, scoreAnswer, snapshotsAnswer } from "../../src/server/api/schemas.js";
import type { RunningServer } from "../../src/server/start-server.js";
import { serveSimulated } from "../live/support/serve-simulated.js";
import { type Asked, ask, serve, TOKEN } from "./support.js";

const json = (body: unknown): Asked => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

async function answer(server: RunningServer, path: string, asked: Asked = {}): Promise<[number, unknown]> {
  const { body, headers, status } = await ask(server, path, asked);
  if (!headers["content-type"]?.startsWith("application/json")) return [status, body];
  return [status, JSON.parse(body)];
}

describe("/api/snapshot", () => {
  it("is the newest committed one, byte for byte as it was published", async () => {
    const { server, sim } = await serveSimulated();
    sim.step(100);
    sim.learn(100);
    sim.version = 9;
    const value = sim.publish();
    expect((await answer(server, "/api/snapshot"))[1]).toMatchObject({ version: 1 });
    sim.commit(100);
    const { body, headers, status } = await ask(server, "/api/snapshot");
    expect([status, body]).toEqual([200, Buffer.from(value).toString()]);
    expect(headers["cache-control"]).toBe("no-store");
  });

  it("none yet: 404, and why", async () => {
    const { server } = await serveSimulated();
    expect(await answer(server, "/api/snapshot")).toEqual([404, { error: expect.stringContaining("warming up") }]);
  });
});

describe("/api/figures", () => {
  it("are the newest, the threshold among them; none yet: 404, and why", async () => {
    const { server, sim } = await serveSimulated();
    expect(await answer(server, "/api/figures")).toEqual([404, { error: expect.stringContaining("warming up") }]);
    sim.step(100);
    expect((await answer(server, "/api/figures"))[1]).toMatchObject({ version: 1, points: 100, threshold: null });
    for (let i = 0; i < 3; i++) sim.step(500);
    const { threshold } = sim.live.moments.newest!;
    expect(threshold).not.toBeNull();
    const [status, body] = await answer(server, "/api/figures");
    expect([status, figuresAnswer.parse(body)]).toMatchObject([200, { version: 4, points: 1600, threshold }]);
  });
});

describe("/api/snapshots", () => {
  it("pages through what is kept", async () => {
    const { server, sim } = await serveSimulated();
    for (let i = 0; i < 12; i++) sim.step(10);
    const versions: number[] = [];
    let next: number | null = 3;
    while (next !== null) {
      const [status, body] = await answer(server, `/api/snapshots?from=${next}&limit=4`);
      expect(status).toBe(200);
      const page: z.infer<typeof snapshotsAnswer> = snapshotsAnswer.parse(body);
      expect([page.oldest, page.newest]).toEqual([1, 12]);
      versions.push(...page.snapshots.map(({ version }) => version));
      next = page.next;
    }
    expect(versions).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("from beyond the newest, or before there is any, there are none", async () => {
    const { server, sim } = await serveSimulated();
    expect(await answer(server, "/api/snapshots")).toEqual([
      200,
      { oldest: null, newest: null, next: null, snapshots: [] },
    ]);
    sim.step(10);
    expect((await answer(server, "/api/snapshots?from=99"))[1]).toMatchObject({ next: null, snapshots: [] });
  });

  it.each(["from=x", "from=-1", "from=1.5", "limit=0", "limit=51", "limit=1e9", "form=1", `from=${"9".repeat(30)}`])(
    "?%s: 400, and where it is wrong",
    async (query) => {
      const { server } = await serveSimulated();
      const [status, body] = await answer(server, `/api/snapshots?${query}`);
      expect([status, body]).toEqual([
        400,
        { error: expect.stringContaining("the request is wrong"), problems: [expect.anything()] },
      ]);
    },
  );
});

describe("POST /api/score", () => {
  it("labels points under the newest mixture", async () => {
    const { server, sim } = await serveSimulated();
    sim.step(100);
    const points = [[3.2, 6.5], { "log1p(ms)": 5.4, "log1p(bytes)": 8.6 }, [4, null]];
    const [status, body] = await answer(server, "/api/score", json({ points }));
    expect(status).toBe(200);
    const { labels, version } = scoreAnswer.parse(body);
    expect(version).toBe(1);
    expect(labels.map(({ component }) => component).slice(0, 2)).toEqual([0, 1]);
    expect(labels[0]!.logDensity).toBe(
      sim.mixture.logDensity({ count: 1, dimensions: 2, values: Float64Array.of(3.2, 6.5) })[0],
    );
  });

  it.each<[string, unknown]>([
    ["no JSON", "{"],
    ["no points", {}],
    ["an empty list", { points: [] }],
    ["texts", { points: [["1", "2"]] }],
    ["more than points", { points: [[1, 2]], learn: true }],
    ["an array alone", [[1, 2]]],
    ["null", null],
    ["a wrong number of numbers", { points: [[1, 2, 3]] }],
    ["an unknown feature", { points: [{ "log1p(ms)": 1, password: 2 }] }],
    ["a number beyond bounds", { points: [[1e300, 0]] }],
    ["too many points", { points: new Array(MOST_POINTS + 1).fill([1, 2]) }],
  ])("%s: 400, and what is wrong", async (_, body) => {
    const { server, sim, troubles } = await serveSimulated();
    sim.step(10);
    const [status, problem] = await answer(server, "/api/score", json(body));
    expect([status, problem]).toEqual([400, expect.objectContaining({ error: expect.stringMatching(/./) })]);
    expect(troubles).toEqual([]);
  });

  it("another type of content: 415, so that no page of another site can ask without being asked first", async () => {
    const { server, sim } = await serveSimulated();
    sim.step(10);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const asked = { method: "POST", headers: { "content-type": type }, body: '{"points":[[1,2]]}' };
      expect((await ask(server, "/api/score", asked)).status).toBe(415);
    }
    expect((await ask(server, "/api/score", { method: "POST", body: "{}" })).status).toBe(415);
  });

  it("as many points as are allowed fit; a body beyond bounds does not: 413", async () => {
    const { server, sim } = await serveSimulated();
    sim.step(10);
    const points = Array.from({ length: MOST_POINTS }, (_, i) => [i / 1e3 + 1 / 3, 6.123456789012345]);
    expect((await ask(server, "/api/score", json({ points }))).status).toBe(200);
    expect((await ask(server, "/api/score", json(`{"points":[[1,2]]}${" ".repeat(1_000_000)}`))).status).toBe(413);
  });

  it("no mixture yet: 404", async () => {
    const { server } = await serveSimulated();
    expect((await ask(server, "/api/score", json({ points: [[1, 2]] }))).status).toBe(404);
  });
});

describe("/api/points/…", () => {
  it("is a point with its label", async () => {
    const { server, sim } = await serveSimulated();
    sim.step(100);
    const [status, body] = await answer(server, "/api/points/42");
    expect(status).toBe(200);
    expect(pointAnswer.parse(body)).toMatchObject({ ordinal: 42, id: "r-42" });
  });

  it.each([
    ["7", 404],
    ["x", 400],
    ["-1", 400],
    ["1e3", 400],
    ["99999999999999999999", 400],
    ["%00", 400],
  ])("%s: %i", async (ordinal, status) => {
    const { server } = await serveSimulated();
    expect((await ask(server, `/api/points/${ordinal}`)).status).toBe(status);
  });
});

describe("/api/openapi.json", () => {
  it("describes every route, with the schemas that check it", async () => {
    const { server } = await serveSimulated();
    const [status, body] = await answer(server, "/api/openapi.json");
    expect(status).toBe(200);
    const document = body as {
      openapi: string;
      paths: Record<string, Record<string, { parameters?: { name: string; required: boolean }[]; responses: object }>>;
    };
    expect(document.openapi).toBe("3.1.0");
    for (const { answers, method, path } of Object.values<ApiRoute>(API_ROUTES))
      expect(Object.keys(document.paths[path]![method]!.responses)).toEqual(Object.keys(answers));
    expect(document.paths["/api/snapshots"]!.get!.parameters).toMatchObject([
      { name: "from", in: "query", required: false, schema: { type: "integer", minimum: 0 } },
      { name: "limit", required: false },
    ]);
    expect(document.paths["/api/points/{ordinal}"]!.get!.parameters).toMatchObject([
      { name: "ordinal", required: true },
    ]);
    expect(document).not.toHaveProperty("security");
  });

  it("every route that is described exists", async () => {
    const { server, sim } = await serveSimulated();
    sim.step(10);
    for (const { method, path } of Object.values<ApiRoute>(API_ROUTES)) {
      if (path === "/api/events") continue;
      const asked = method === "post" ? json({ points: [[1, 2]] }) : {};
      expect((await ask(server, path.replace("{ordinal}", "3"), asked)).status).toBe(200);
    }
  });

  it("says that a token is asked for, where one is", async () => {
    const { server } = await serveSimulated({ token: TOKEN });
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await answer(server, "/api/openapi.json", { headers }))[1]).toMatchObject({ security: [{ token: [] }] });
  });
});

describe("who may ask", () => {
  const paths = [
    "/api/snapshot",
    "/api/snapshots",
    "/api/points/1",
    "/api/events",
    "/api/openapi.json",
    "/api/nothing",
  ];

  it.each(paths)("%s: without the token, or with another one, 401 and no more", async (path) => {
    const { server, sim } = await serveSimulated({ token: TOKEN });
    sim.step(10);
    const tried = [
      {},
      { authorization: "Bearer another-token-here" },
      { authorization: TOKEN },
      { authorization: `Basic ${TOKEN}` },
    ];
    for (const headers of tried) {
      const { body, status } = await ask(server, path, { headers });
      expect([400, 401]).toContain(status);
      expect(body).not.toMatch(/version|components|log1p|requests/);
    }
  });

  it("a score is not given without the token either", async () => {
    const { server, sim } = await serveSimulated({ token: TOKEN });
    sim.step(10);
    expect((await ask(server, "/api/score", json({ points: [[1, 2]] }))).status).toBe(401);
    const asked = json({ points: [[1, 2]] });
    const headers = { ...asked.headers, authorization: `Bearer ${TOKEN}` };
    expect((await ask(server, "/api/score", { ...asked, headers })).status).toBe(200);
  });

  it.each(["https://evil.example", "http://127.0.0.1:1", "null", "http://localhost.evil.example", "no origin at all"])(
    "a page of origin %s is refused: 403",
    async (origin) => {
      const { server, sim } = await serveSimulated();
      sim.step(10);
      for (const path of ["/", "/api/snapshot", "/api/events", "/metrics"])
        expect((await ask(server, path, { headers: { origin } })).status).toBe(403);
      const asked = json({ points: [[1, 2]] });
      expect((await ask(server, "/api/score", { ...asked, headers: { ...asked.headers, origin } })).status).toBe(403);
    },
  );

  it("the page's own origin is not", async () => {
    const { server, sim } = await serveSimulated();
    sim.step(10);
    expect((await ask(server, "/api/snapshot", { headers: { origin: server.url } })).status).toBe(200);
  });

  it("a public name that somebody has pointed at this machine is refused, unless it was allowed", async () => {
    const { server, sim } = await serveSimulated({ names: ["mixtide.example.org"] });
    sim.step(10);
    const status = async (host: string, path = "/api/snapshot") =>
      (await ask(server, path, { headers: { host } })).status;
    for (const host of ["evil.example", "127.0.0.1.evil.example", "evil.example:8080", "sub.mixtide.example.org"])
      expect([400, 403]).toContain(await status(host));
    for (const host of ["localhost:8080", "127.0.0.1", "[::1]:9", "mixtide", "MIXTIDE.example.org:443", "a.localhost"])
      expect(await status(host)).toBe(200);
    expect(await status("evil.example", "/")).toBe(403);
    // Scrapers ask under whatever name they know.
    expect(await status("mixtide.monitoring.svc", "/metrics")).toBe(200);
    expect(await status("mixtide.monitoring.svc", "/readyz")).toBe(200);
  });
});

it("a server without a view has no API and no page", async () => {
  const server = await serve();
  for (const path of ["/", "/api/snapshot", "/api/events"]) expect((await ask(server, path)).status).toBe(404);
});
