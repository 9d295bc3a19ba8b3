import type { Command } from "commander";
import type { Context } from "./context.js";

interface Entry {
  readonly summary: string;
  /** Imports the command: `mixtide --help` needs none of them. */
  readonly load: () => Promise<(context: Context) => Command>;
}

/** Every command, in the order in which a newcomer meets them. */
export const COMMANDS = {
  demo: {
    summary: "see it work on real data, in ten seconds",
    load: async () => (await import("./commands/demo.js")).demoCommand,
  },
  fit: {
    summary: "fit a mixture to a file by batch EM",
    load: async () => (await import("./commands/fit.js")).fitCommand,
  },
  score: {
    summary: "label points with a mixture fitted or learned before",
    load: async () => (await import("./commands/score.js")).scoreCommand,
  },
  run: {
    summary: "learn from a stream and label every point on the way",
    load: async () => (await import("./commands/run.js")).runCommand,
  },
  evaluate: {
    summary: "judge anomaly scores on points whose anomalies are known",
    load: async () => (await import("./commands/evaluate.js")).evaluateCommand,
  },
  plot: {
    summary: "draw points, components, streams or rankings as SVG or PNG",
    load: async () => (await import("./commands/plot.js")).plotCommand,
  },
  snapshot: {
    summary: "show a mixture, or what changed between two",
    load: async () => (await import("./commands/snapshot.js")).snapshotCommand,
  },
  init: {
    summary: "write a commented configuration to start from",
    load: async () => (await import("./commands/init.js")).initCommand,
  },
  lint: {
    summary: "check a configuration",
    load: async () => (await import("./commands/lint.js")).lintCommand,
  },
  doctor: {
    summary: "look at brokers, topics, rights and records, and say what is wrong",
    load: async () => (await import("./commands/doctor.js")).doctorCommand,
  },
  topics: {
    summary: "create the topics of a pipeline, or check them",
    load: async () => (await import("./commands/topics.js")).topicsCommand,
  },
  state: {
    summary: "show, export, import or reset what a pipeline has learned",
    load: async () => (await import("./commands/state.js")).stateCommand,
  },
  replay: {
    summary: "verify history, or learn it anew with other settings, and compare",
    load: async () => (await import("./commands/replay.js")).replayCommand,
  },
  promote: {
    summary: "make the model of a replay the live one, or undo that",
    load: async () => (await import("./commands/promote.js")).promoteCommand,
  },
  config: {
    summary: "explain a configuration, or print its JSON Schema",
    load: async () => (await import("./commands/config.js")).configCommand,
  },
} satisfies Record<string, Entry>;

export type CommandName = keyof typeof COMMANDS;
