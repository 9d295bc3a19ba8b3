import { z } from "zod";
import type { OutgoingRecord } from "../../broker/broker.js";
import { StateError } from "../../learning/state-error.js";
import { fromUtf8, parseJson, utf8 } from "../text.js";

const JOURNAL_SCHEMA = 1;
const count = z.int().nonnegative();
const range = { partition: count, from: count, to: count };

const journalInputSchema = z.discriminatedUnion("type", [
  /** Records with offsets in [from, to) were learned or became dead letters. */
  z.object({ type: z.literal("records"), ...range }),
  /** Retention deleted the records of [from, to) before they were learned. */
  z.object({ type: z.literal("skipped"), ...range }),
  /** The shell asked the learner not to wait for more points. */
  z.object({ type: z.literal("flush") }),
  /** A model learned by `app` took the place of the learner, or (`undo`) the one that it had replaced came back. */
  z.object({
    type: z.literal("promotion"),
    app: z.string(),
    undo: z.boolean(),
    /** Where it comes from: the unit of `app` after which it was taken, its version and its learner's digest there. */
    unit: count,
    version: count,
    digest: z.string(),
    /** Digest of the learner that it replaced. */
    replaced: z.string(),
  }),
]);

/** One thing that reached the learner; order matters to stepwise EM, so the order is data. */
export type JournalInput = z.infer<typeof journalInputSchema>;

const journalEntrySchema = z.object({
  schema: z.literal(JOURNAL_SCHEMA),
  /** Counts commits; 0 = genesis. */
  unit: count,
  inputs: z.array(journalInputSchema),
  /** Version of the mixture before and after; −1 = none yet. */
  versions: z.tuple([z.int().min(-1), z.int().min(-1)]),
  /** Points given to the learner, this unit's included. */
  points: count,
  /** SHA-256 over the learner's sections after the unit. */
  digest: z.string(),
});

/** What one commit did to the learner. */
export type JournalEntry = z.infer<typeof journalEntrySchema>;

const ENTRY_KEY = "unit";

export function encodeEntry(entry: Omit<JournalEntry, "schema">): OutgoingRecord {
  return { key: utf8(ENTRY_KEY), value: utf8(JSON.stringify({ schema: JOURNAL_SCHEMA, ...entry })) };
}

/** Whether the unit is a promotion: the checkpoint behind it holds the learner that then went on. */
export const isPromotion = ({ inputs }: Pick<JournalEntry, "inputs">): boolean =>
  inputs.some(({ type }) => type === "promotion");

export const isEntry = (key: Uint8Array | null): boolean => key !== null && fromUtf8(key) === ENTRY_KEY;

/** @throws StateError when it is damaged or was written by a newer version. */
export function decodeEntry(value: Uint8Array | null, offset: number): JournalEntry {
  const result = journalEntrySchema.safeParse(value === null ? null : parseJson(value));
  if (result.success) return result.data;
  throw new StateError(`journal record ${offset} is damaged or newer: ${z.prettifyError(result.error)}`);
}

/** Appends an input; neighbouring ranges of one partition become one, since the cut of batches means nothing. */
export function appendInput(inputs: JournalInput[], input: JournalInput): void {
  const last = inputs.at(-1);
  const joins =
    last !== undefined &&
    "partition" in last &&
    "partition" in input &&
    input.type === last.type &&
    input.partition === last.partition &&
    input.from === last.to;
  if (joins) inputs[inputs.length - 1] = { ...last, to: input.to };
  else inputs.push(input);
}
