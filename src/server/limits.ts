/** What one client, or many, can make the server hold. */
export interface Limits {
  readonly connections: number;
  /** Of these connections so many may look on at once. */
  readonly viewers: number;
  readonly headerBytes: number;
  readonly urlBytes: number;
  readonly bodyBytes: number;
  /** Of points to be labelled. */
  readonly scoreBytes: number;
  readonly requestsPerConnection: number;
  /** Until the headers of a request are complete, from the connection's begin. */
  readonly headersMs: number;
  /** Until a request is complete. */
  readonly requestMs: number;
  /** Between requests. */
  readonly keepAliveMs: number;
  /** Without a byte either way while an answer is under way. */
  readonly silenceMs: number;
  /** How often the first three are looked after. */
  readonly checkMs: number;
  /** Between frames for viewers, at least. */
  readonly frameMs: number;
  /** How long frames go on when nobody looks. */
  readonly lingerMs: number;
  /** What answers under way may still take when the server closes. */
  readonly closeMs: number;
}

export const LIMITS: Limits = {
  connections: 256,
  viewers: 64,
  headerBytes: 8_192,
  urlBytes: 2_048,
  bodyBytes: 65_536,
  scoreBytes: 1_000_000,
  requestsPerConnection: 1_000,
  headersMs: 5_000,
  requestMs: 10_000,
  keepAliveMs: 5_000,
  silenceMs: 30_000,
  checkMs: 1_000,
  frameMs: 100,
  lingerMs: 10_000,
  closeMs: 500,
};
