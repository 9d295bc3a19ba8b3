import type { Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Limits } from "./limits.js";

/** For every answer: nothing of it may be run, framed, sniffed or kept. */
const HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  // Plain HTTP: whoever puts TLS before it says so there.
  strictTransportSecurity: false,
});

/** What holds for every request, whoever answers it. */
export function protect(app: Hono, { urlBytes, bodyBytes }: Limits): void {
  app.use(HEADERS, neverStored, urlLimit(urlBytes), bodyLimit({ maxSize: bodyBytes }));
}

const neverStored: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};

function urlLimit(max: number): MiddlewareHandler {
  return (c, next) => (c.req.url.length > max ? Promise.resolve(c.text("URI Too Long", 414)) : next());
}
