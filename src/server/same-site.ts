import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";

/** Refuses what pages of other origins send through their visitors' browsers. */
export const refuseForeignOrigins: MiddlewareHandler = (c, next) => {
  const origin = c.req.header("origin");
  if (origin === undefined || hostOf(origin) === c.req.header("host")?.toLowerCase()) return next();
  return Promise.resolve(c.text("Forbidden: the request comes from a page of another origin", 403));
};

/**
 * Refuses requests under a public name that was not allowed, as DNS rebinding makes them: somebody's name that suddenly
 * means this machine, so that their page's origin is the server's. Addresses, localhost and names without dots cannot
 * be rebound.
 *
 * @param names allowed beside those.
 */
export function refuseForeignNames(names: readonly string[]): MiddlewareHandler {
  return (c, next) => {
    const name = (c.req.header("host") ?? "").toLowerCase().replace(/:\d*$/, "");
    if (isOwn(name, names)) return next();
    return Promise.resolve(c.text("Forbidden: not asked under an allowed name; list this one in http.names", 403));
  };
}

function isOwn(name: string, names: readonly string[]): boolean {
  if (isIP(name.replace(/^\[|\]$/g, "")) !== 0) return true;
  return !name.includes(".") || name.endsWith(".localhost") || names.some((own) => own.toLowerCase() === name);
}

/** `null`, as sandboxed pages say, is no host. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
