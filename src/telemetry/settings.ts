import { z } from "zod";

/** How the program tells what happens, on standard error. */
export const logSettings = z.object({
  level: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("Least weight of what is logged: debug, info, warn, error, or silent."),
  format: z
    .enum(["json", "text"])
    .default("json")
    .describe("json = an object a line, for log collectors; text = a short line to read."),
});
export type LogSettings = z.infer<typeof logSettings>;
