import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { authorize, authorizeIfAsked } from "./authorize.js";
import type { Limits } from "./limits.js";
import type { HealthAnswer, ServerPorts } from "./ports.js";
import { protect } from "./protection.js";

/** Exposition format of Prometheus. */
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export interface AppOptions {
  /** Asked for by everything but the probes, which without it say no more than ok or not. */
  readonly token?: string | undefined;
  /** Mounts more: behind the token and the limits. */
  readonly routes?: ((app: Hono) => void) | undefined;
  readonly limits: Limits;
}

/** `/livez`, `/readyz`, `/metrics` and what is mounted beside them. */
export function createApp(ports: ServerPorts, { token, routes, limits }: AppOptions): Hono {
  const app = new Hono();
  protect(app, limits);
  addProbe(app, "/livez", token, ports.health, ({ live }) => live);
  addProbe(app, "/readyz", token, ports.health, ({ ready }) => ready);
  app.use(authorize(token));
  app.get("/metrics", async (c) => c.body(await ports.metrics(), 200, { "Content-Type": METRICS_TYPE }));
  app.all("/metrics", readOnly);
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

const readOnly = (c: Context): Response => c.text("Method Not Allowed", 405, { Allow: "GET, HEAD" });
