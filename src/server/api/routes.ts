import type { z } from "zod";
import { snapshotSchema } from "../../format/records.js";
import {
  figuresAnswer,
  pointAnswer,
  pointParameters,
  problemSchema,
  scoreAnswer,
  scoreRequest,
  snapshotsAnswer,
  snapshotsQuery,
} from "./schemas.js";

/** A route of the API as its document describes it. */
export interface ApiRoute {
  readonly method: "get" | "post";
  /** With parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly parameters?: { readonly in: "path" | "query"; readonly schema: z.ZodObject };
  readonly body?: z.ZodType;
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
}

interface Answer {
  readonly description: string;
  readonly type: "application/json" | "text/event-stream" | "text/plain";
  readonly schema?: z.ZodType;
}

const json = (description: string, schema: z.ZodType): Answer => ({ description, type: "application/json", schema });
const problem = (description: string): Answer => json(description, problemSchema);
const text = (description: string): Answer => ({ description, type: "text/plain" });

const NO_MODEL = problem("There is no mixture yet: the stream is warming up.");

export const API_ROUTES = {
  snapshot: {
    method: "get",
    path: "/api/snapshot",
    summary: "The newest published mixture.",
    answers: { 200: json("As in the topic of snapshots.", snapshotSchema), 404: NO_MODEL },
  },
  snapshots: {
    method: "get",
    path: "/api/snapshots",
    summary: "The last published mixtures.",
    parameters: { in: "query", schema: snapshotsQuery },
    answers: { 200: json("The oldest first.", snapshotsAnswer), 400: problem("A parameter is wrong.") },
  },
  figures: {
    method: "get",
    path: "/api/figures",
    summary: "The model in a few numbers, as of the last commit.",
    answers: { 200: json("The threshold among them.", figuresAnswer), 404: NO_MODEL },
  },
  score: {
    method: "post",
    path: "/api/score",
    summary: "Labels points under the newest published mixture; nothing is learned from them.",
    body: scoreRequest,
    answers: {
      200: json("One label a point.", scoreAnswer),
      400: problem("The request, or a point in it, is wrong."),
      404: NO_MODEL,
      413: text("The body is too large."),
    },
  },
  point: {
    method: "get",
    path: "/api/points/{ordinal}",
    summary: "One of the last points with its label, and why it is as unusual as it is.",
    parameters: { in: "path", schema: pointParameters },
    answers: {
      200: json("The label, with coordinates.", pointAnswer),
      400: problem("That is no ordinal."),
      404: problem("The point is not kept any more, or not yet committed."),
    },
  },
  events: {
    method: "get",
    path: "/api/events",
    summary:
      "What is committed, as it comes: `beginning` with everything, then `tick`s with what is new, each with the points " +
      "among it as `points` in base64. For the dashboard; may change with any version.",
    answers: {
      200: { description: "Server-sent events; they go on after the header Last-Event-ID.", type: "text/event-stream" },
      503: problem("Too many look already."),
    },
  },
} as const satisfies Readonly<Record<string, ApiRoute>>;
