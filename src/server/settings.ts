import { z } from "zod";

/** RFC 6750, section 2.1: what a bearer token may consist of. */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** The HTTP server: dashboard, API, probes and metrics. */
export const httpSettings = z.object({
  port: z
    .int()
    .min(0)
    .max(65_535)
    .describe("Port of the dashboard, the API, /livez, /readyz and /metrics; 0 = any free one."),
  host: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("Address to listen on. Beyond this machine (0.0.0.0) better with a token."),
  token: z
    .string()
    .min(16, "at least 16 characters")
    .regex(BEARER_TOKEN, "letters, digits and . _ ~ + / - only, as RFC 6750 has it")
    .optional()
    .describe("Bearer token that the API, /metrics, and the details of /livez and /readyz ask for. Default: none."),
  names: z
    .array(z.string().min(1))
    .optional()
    .describe(
      "Public names under which the dashboard and its API may be asked for, such as that of a proxy before it; " +
        "addresses, localhost and names without dots may always.",
    ),
});
