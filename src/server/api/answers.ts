import type { Context } from "hono";
import type { z } from "zod";
import type { Problem } from "./schemas.js";

/** An answer that says what is wrong. */
export function problem(c: Context, status: 400 | 404 | 415, error: string, problems?: Problem["problems"]): Response {
  return c.json<Problem>({ error, ...(problems === undefined ? {} : { problems }) }, status);
}

/** Checks a part of a request. @returns its value, or the answer to one that is wrong. */
export function checked<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  value: unknown,
): { readonly value: z.output<Schema> } | Response {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  const problems = result.error.issues
    .slice(0, MOST_PROBLEMS)
    .map(({ message, path }) => ({ path: path.map(String).join("."), problem: message }));
  return problem(c, 400, `the request is wrong: ${problems[0]?.path || "it"}: ${problems[0]?.problem}`, problems);
}

const MOST_PROBLEMS = 10;
