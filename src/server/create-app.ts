import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { mountApi } from "./api/mount-api.js";
import type { ViewPorts } from "./api/view-ports.js";
import { authorize, authorizeIfAsked } from "./authorize.js";
import type { Limits } from "./limits.js";
import { mountPage } from "./page/mount-page.js";
import type { PageAsset } from "./page/page-assets.js";
import type { HealthAnswer, ServerPorts } from "./ports.js";
import { protect } from "./protection.js";
import { refuseForeignNames } from "./same-site.js";
import type { Broadcast } from "./viewers/broadcast.js";

/** Exposition format of Prometheus. */
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export interface AppOptions {
  /** Asked for by everything but the probes, which without it say no more than ok or not, and the page, which holds no data. */
  readonly token?: string | undefined;
  /** Mounts more: behind the token and the limits. */
  readonly routes?: ((app: Hono) => void) | undefined;
  /** The dashboard and its API. */
  readonly view?: AppView | undefined;
  readonly limits: Limits;
}

/** What the dashboard is made of. */
export interface AppView {
  readonly ports: ViewPorts;
  readonly broadcast: Broadcast;
  /** The page, by path. */
  readonly assets: ReadonlyMap<string, PageAsset>;
  /** Public names under which the page and the API may be asked for. */
  readonly names: readonly string[];
}

/** `/livez`, `/readyz`, `/metrics` and what is mounted beside them. */
export function createApp(ports: ServerPorts, { token, routes, view, limits }: AppOptions): Hono {
  const app = new Hono();
  protect(app, limits);
  addProbe(app, "/livez", token, ports.health, ({ live }) => live);
  addProbe(app, "/readyz", token, ports.health, ({ ready }) => ready);
  addMetrics(app, token, ports.metrics);
  if (view !== undefined) addView(app, token, view);
  app.use(authorize(token));
  routes?.(app);
  app.notFound((c) => c.text("Not Found", 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    // Whoever goes away in the middle of a request is no trouble of ours.
    if (!c.req.raw.signal.aborted) ports.trouble(error);
    return c.text("Internal Server Error", 500);
  });
  return app;
}

function addProbe(
  app: Hono,
  path: string,
  token: string | undefined,
  health: () => HealthAnswer,
  isOk: (health: HealthAnswer) => boolean,
): void {
  app.get(path, authorizeIfAsked(token), (c) => {
    const answer = health();
    const ok = isOk(answer);
    const maySee = token === undefined || c.req.header("authorization") !== undefined;
    return c.json({ status: ok ? "ok" : "not ok", ...(maySee ? answer : {}) }, ok ? 200 : 503);
  });
  app.all(path, readOnly);
}

function addMetrics(app: Hono, token: string | undefined, metrics: () => Promise<string>): void {
  app.use("/metrics", authorize(token));
  app.get("/metrics", async (c) => c.body(await metrics(), 200, { "Content-Type": METRICS_TYPE }));
  app.all("/metrics", readOnly);
}

function addView(app: Hono, token: string | undefined, { assets, broadcast, names, ports }: AppView): void {
  // Machines ask for metrics under all sorts of names; people do not.
  app.use(refuseForeignNames(names));
  mountPage(app, assets);
  app.use("/api/*", authorize(token));
  mountApi(app, ports, broadcast, token !== undefined);
}

const readOnly = (c: Context): Response => c.text("Method Not Allowed", 405, { Allow: "GET, HEAD" });
