/** Names and times of the app under test. */
export const APP = "chaos";
export const INPUT = "chaos-points";
export const SESSION_TIMEOUT_MS = 4000;
/** How soon the members of the app see that a partition was added. */
export const METADATA_MAX_AGE_MS = 3000;

export interface AppPlace {
  readonly brokers: readonly string[];
  readonly app?: string;
  readonly input?: string;
}

/**
 * A user's file, but for its haste: small parts, so that the state travels in many; many commits, snapshots and
 * checkpoints; short timeouts, so that much happens in a minute.
 */
export const appConfig = ({ brokers, app = APP, input = INPUT }: AppPlace): string => `app: ${app}
kafka:
  brokers: [${brokers.map((broker) => `"${broker}"`).join(", ")}]
  sessionTimeout: ${SESSION_TIMEOUT_MS}ms
  requestTimeout: 5s
  transactionTimeout: 20s
source: { topic: ${input}, from: earliest, format: json }
features: [x, "y"]
id: n
model: { components: 3, seed: 1 }
commit: { interval: 150ms, points: 20000 }
snapshots: { every: 500 }
journal: { checkpointEvery: 200 }
flush: { after: 2s }
topics: { create: true }
restarts: { delay: 50ms, longest: 1s }
sizes: { part: 600B, send: 100kB }
`;
