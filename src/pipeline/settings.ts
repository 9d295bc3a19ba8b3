import { z } from "zod";

const milliseconds = z.int().positive();
const kilobytes = 1000;

/** How much a commit may hold. */
const commitSettings = z.object({
  interval: milliseconds.default(500).describe("A commit follows the first new record after so many ms."),
  points: z.int().positive().default(50_000).describe("A commit follows earlier once so many points are waiting."),
  bytes: z.int().positive().default(16_000_000).describe("A commit follows earlier once so many bytes are waiting."),
});

/** Below the broker's limit of 1 MB a batch, with room for its headers. */
const SEND_BYTES = 900 * kilobytes;

/** Settings of a pipeline that have nothing to do with its model or its broker. */
export const pipelineSettings = z.object({
  from: z
    .union([z.literal("earliest"), z.literal("latest"), z.int().nonnegative()])
    .describe("Where to begin when there is no state: earliest, latest, or ms since 1970. Resolved once."),
  commit: commitSettings.prefault({}),
  retention: z
    .enum(["fail", "skip"])
    .default("fail")
    .describe("When retention deleted records before they were learned: stop, or skip them, counted and said."),
  snapshots: z
    .object({
      every: z
        .int()
        .positive()
        .default(1000)
        .describe("Points between published snapshots, at least; one a commit at most."),
    })
    .prefault({}),
  alerts: z
    .object({
      anomalies: z.boolean().default(true).describe("Write flagged points to the topic <app>.alerts."),
      drift: z.boolean().default(true).describe("Write changes of the stream there."),
    })
    .prefault({}),
  journal: z
    .object({
      checkpointEvery: z.int().positive().default(7200).describe("Commits between full checkpoints in the journal."),
    })
    .prefault({}),
  flush: z
    .object({
      after: milliseconds
        .nullable()
        .default(null)
        .describe("After so many ms of silence do not wait for a full warm-up or mini-batch; null = wait."),
    })
    .prefault({}),
  topics: z
    .object({
      create: z.boolean().default(false).describe("Create missing topics at start instead of refusing."),
    })
    .prefault({}),
  restarts: z
    .object({
      delay: milliseconds
        .default(100)
        .describe("Pause before a failed task is rebuilt, in ms; doubles with each failure in a row."),
      longest: milliseconds.default(10_000).describe("Longest such pause, in ms."),
      fatal: z.int().positive().default(10).describe("Failures in a row that a retry cannot mend, before giving up."),
    })
    .prefault({}),
  sizes: z
    .object({
      part: z.int().positive().default(SEND_BYTES).describe("Bytes in a part of a state section at most."),
      send: z.int().positive().default(SEND_BYTES).describe("Bytes appended at once to a partition at most."),
    })
    .prefault({}),
});

/** As written by a user. */
export type PipelineSettingsInput = z.input<typeof pipelineSettings>;

/** With every default filled in. */
export type PipelineSettings = z.infer<typeof pipelineSettings>;
