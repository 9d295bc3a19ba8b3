import { RetentionError, TopicError } from "../errors.js";

/** Log start and last stable offset of a partition. */
export interface LogBounds {
  readonly start: number;
  readonly end: number;
}

/**
 * Compares a position with the bounds of its log.
 *
 * @param policy what to do when retention deleted records that were not learned yet.
 * @returns where to go on: beyond `position` when records were skipped.
 * @throws RetentionError under policy `fail`; TopicError when the log ends before the position.
 */
export function checkPosition(
  where: { readonly topic: string; readonly partition: number },
  position: number,
  bounds: LogBounds,
  policy: "fail" | "skip",
): number {
  const name = `${where.topic}/${where.partition}`;
  if (position > bounds.end)
    throw new TopicError(
      `${name} ends at offset ${bounds.end}, but records up to ${position} were learned: the topic was deleted and made ` +
        "anew, or lost records. Begin anew with `mixtide state reset`, or under another app name",
    );
  if (position >= bounds.start) return position;
  if (policy === "skip") return bounds.start;
  throw new RetentionError(
    `${name} begins at offset ${bounds.start}, but only records below ${position} were learned: retention deleted ` +
      `${bounds.start - position} offsets first. Set \`retention: skip\` to go on without them, and give the topic a longer retention`,
  );
}
