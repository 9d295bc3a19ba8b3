import type { MiddlewareHandler } from "hono";
import { bearerAuth } from "hono/bearer-auth";

const REALM = "mixtide";

/** Asks for the token, where there is one. */
export function authorize(token: string | undefined): MiddlewareHandler {
  return token === undefined ? (_, next) => next() : bearerAuth({ token, realm: REALM });
}

/** Lets everybody through; those who show a token must show the right one. */
export function authorizeIfAsked(token: string | undefined): MiddlewareHandler {
  const strict = authorize(token);
  return (c, next) => (c.req.header("authorization") === undefined ? next() : strict(c, next));
}
