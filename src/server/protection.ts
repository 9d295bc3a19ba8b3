import type { Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Limits } from "./limits.js";
import { refuseForeignOrigins } from "./same-site.js";

const COMMON: Parameters<typeof secureHeaders>[0] = {
  xFrameOptions: "DENY",
  // Plain HTTP: whoever puts TLS before it says so there.
  strictTransportSecurity: false,
};
const NOTHING = ["'none'"];
const CLOSED = { defaultSrc: NOTHING, baseUri: NOTHING, formAction: NOTHING, frameAncestors: NOTHING };
const OWN = ["'self'"];

/** For every answer: nothing of it may be run, framed, sniffed or kept. */
const HEADERS = secureHeaders({ ...COMMON, contentSecurityPolicy: CLOSED });

/** The page runs its own scripts, asks its own server, and makes pictures to be saved; nothing else. */
const PAGE_HEADERS = secureHeaders({
  ...COMMON,
  contentSecurityPolicy: {
    ...CLOSED,
    scriptSrc: OWN,
    styleSrc: OWN,
    connectSrc: OWN,
    imgSrc: [...OWN, "blob:", "data:"],
  },
});

/** What holds for every request, whoever answers it. */
export function protect(app: Hono, { urlBytes, bodyBytes, scoreBytes }: Limits): void {
  const [small, large] = [bodyLimit({ maxSize: bodyBytes }), bodyLimit({ maxSize: scoreBytes })];
  app.use(
    (c, next) => (c.req.path === "/" ? PAGE_HEADERS : HEADERS)(c, next),
    neverStored,
    urlLimit(urlBytes),
    refuseForeignOrigins,
    (c, next) => (c.req.path === "/api/score" ? large : small)(c, next),
  );
}

const neverStored: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};

function urlLimit(max: number): MiddlewareHandler {
  return (c, next) => (c.req.url.length > max ? Promise.resolve(c.text("URI Too Long", 414)) : next());
}
