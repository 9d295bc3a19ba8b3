import type { Context, Hono } from "hono";
import type { Broadcast } from "../viewers/broadcast.js";
import { checked, problem } from "./answers.js";
import { openApi } from "./openapi.js";
import { PointError } from "./point-error.js";
import { pointParameters, scoreRequest, snapshotsQuery } from "./schemas.js";
import { snapshotsAnswerOf } from "./snapshots-answer.js";
import type { ViewPorts } from "./view-ports.js";

const JSON_TYPE = "application/json; charset=utf-8";
const NO_MODEL = "there is no mixture yet: the stream is warming up; ask again";

/** Mounts `/api/…`. @param secured a token is asked for; the document says so. */
export function mountApi(app: Hono, view: ViewPorts, broadcast: Broadcast, secured: boolean): void {
  const document = JSON.stringify(openApi(view.release, secured));
  app.get("/api/openapi.json", (c) => c.body(document, 200, { "Content-Type": JSON_TYPE }));
  app.get("/api/snapshot", (c) => newestSnapshot(c, view));
  app.get("/api/snapshots", (c) => snapshots(c, view));
  app.get("/api/figures", (c) => figures(c, view));
  app.get("/api/points/:ordinal", (c) => point(c, view));
  app.post("/api/score", (c) => score(c, view));
  app.get("/api/events", (c) => events(c, broadcast));
}

function newestSnapshot(c: Context, { snapshot }: ViewPorts): Response {
  const value = snapshot();
  return value === undefined
    ? problem(c, 404, NO_MODEL)
    : c.body(Uint8Array.from(value), 200, { "Content-Type": JSON_TYPE });
}

function snapshots(c: Context, view: ViewPorts): Response {
  const query = checked(c, snapshotsQuery, c.req.query());
  if (query instanceof Response) return query;
  const { from = 0, limit } = query.value;
  return c.body(snapshotsAnswerOf(view.snapshots(from), view.oldestSnapshot(), limit), 200, {
    "Content-Type": JSON_TYPE,
  });
}

function figures(c: Context, view: ViewPorts): Response {
  const found = view.figures();
  return found === undefined ? problem(c, 404, NO_MODEL) : c.json(found);
}

function point(c: Context, view: ViewPorts): Response {
  const parameters = checked(c, pointParameters, { ordinal: c.req.param("ordinal") });
  if (parameters instanceof Response) return parameters;
  const found = view.point(parameters.value.ordinal);
  if (found !== undefined) return c.json(found);
  return problem(c, 404, "this point is not kept any more, was left out of a fast stream, or is not committed yet");
}

async function score(c: Context, view: ViewPorts): Promise<Response> {
  // Other types may be sent by pages of other origins without asking.
  if (!/^application\/json\b/i.test(c.req.header("Content-Type") ?? ""))
    return problem(c, 415, "send Content-Type: application/json");
  const request = checked(c, scoreRequest, await bodyOf(c));
  if (request instanceof Response) return request;
  try {
    const answer = view.score(request.value.points);
    return answer === undefined ? problem(c, 404, NO_MODEL) : c.json(answer);
  } catch (error) {
    if (error instanceof PointError) return problem(c, 400, error.message);
    throw error;
  }
}

/** undefined = it is no JSON. */
async function bodyOf(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function events(c: Context, broadcast: Broadcast): Response {
  const headers = { "Content-Type": "text/event-stream; charset=utf-8", "Transfer-Encoding": "chunked" };
  // Nobody would ever read, or leave, the stream that answers HEAD.
  if (c.req.method === "HEAD") return c.body(null, 200, headers);
  const stream = broadcast.join(c.req.header("Last-Event-ID"));
  if (stream === undefined)
    return c.json({ error: "too many look already: close another page" }, 503, { "Retry-After": "10" });
  return c.body(stream, 200, headers);
}
