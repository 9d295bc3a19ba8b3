import fc from "fast-check";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import type { ConfigInput } from "../../src/config/config-schema.js";
import { loadConfig } from "../../src/config/load-config.js";
import { POINT_FORMATS } from "../../src/format/settings.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";

const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);
const key = fc.stringMatching(/^[A-Za-z_ ][A-Za-z0-9_ äß#:"',{}*&!%@`-]{0,11}$/);
const whole = fc.integer({ min: 1, max: 1_000_000 });
const time = fc.oneof(
  whole,
  whole.map((n) => `${n}ms`),
  fc.integer({ min: 1, max: 99 }).map((n) => `${n}h`),
);
const bytes = fc.oneof(
  whole,
  fc.integer({ min: 1, max: 99 }).map((n) => `${n}MiB`),
);
const partial = { requiredKeys: [] as [] };

const transform = fc.oneof(
  fc.constantFrom("none" as const, "log" as const, "log1p" as const, "sqrt" as const),
  fc.record({ cyclic: fc.double({ min: 0.1, max: 1e6, noNaN: true }) }),
);
const feature = key.chain((path) =>
  fc.oneof(
    fc.constant(path),
    fc.record({ path: fc.constant(path), transform, scale: fc.constantFrom("none" as const, 2, 0.001) }),
  ),
);
const schedule = fc.oneof(
  fc.record({ kind: fc.constant("decreasing" as const), exponent: fc.double({ min: 0.51, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant("half-life" as const), points: fc.double({ min: 1, max: 1e9, noNaN: true }) }),
);

const input = fc.record(
  {
    app: name,
    kafka: fc.record(
      {
        brokers: fc.constantFrom(["a:9092"], ["[::1]:9092", "b.example:1"]),
        ssl: fc.oneof(fc.boolean(), fc.record({ ca: key, rejectUnauthorized: fc.boolean() }, partial)),
        sasl: fc.oneof(
          fc.record({
            mechanism: fc.constantFrom("plain" as const, "scram-sha-512" as const),
            username: key,
            passwordFile: key,
          }),
          fc.record({ mechanism: fc.constant("oauthbearer" as const), tokenFile: key }),
        ),
        sessionTimeout: time,
      },
      { requiredKeys: ["brokers"] },
    ),
    source: fc.record(
      {
        topic: name,
        from: fc.oneof(
          fc.constantFrom("earliest" as const, "latest" as const),
          fc.nat(),
          fc
            .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
            .map((date) => date.toISOString()),
        ),
        format: fc.constantFrom(...POINT_FORMATS),
        delimiter: fc.constantFrom(",", ";", "\t", "|", " ", "'", '"'),
        maxMessageBytes: bytes,
      },
      { requiredKeys: ["topic", "from"] },
    ),
    features: fc.uniqueArray(feature, {
      minLength: 1,
      maxLength: 5,
      selector: (f) => (typeof f === "string" ? f : f.path),
    }),
    model: fc.record(
      {
        components: whole,
        covariance: fc.constantFrom(...COVARIANCE_TYPES),
        seed: fc.integer(),
        schedule,
        warmup: whole,
        scale: fc.constantFrom("none" as const, "deviation" as const),
      },
      { requiredKeys: ["components"] },
    ),
    commit: fc.record({ interval: time, bytes }, partial),
    retention: fc.constantFrom("fail" as const, "skip" as const),
    flush: fc.record({ after: fc.option(time) }, partial),
    labels: fc.record(
      {
        minimum: fc.double({ min: 0, max: 1, noNaN: true }),
        format: fc.constantFrom("json" as const, "packed" as const),
      },
      partial,
    ),
    topics: fc.record({ create: fc.boolean() }, partial),
  },
  { requiredKeys: ["app", "source", "features", "model"] },
) satisfies fc.Arbitrary<ConfigInput>;

it("a configuration written out with all its defaults reads back the same", () => {
  fc.assert(
    fc.property(input, (written) => {
      const { config } = loadConfig({ text: stringify(written) });
      expect(loadConfig({ text: stringify(config) }).config).toEqual(config);
      expect(config.app).toBe(written.app);
      expect(config.features).toHaveLength(written.features.length);
    }),
    { numRuns: 200 },
  );
});

it("it reads the same as JSON, which is YAML", () => {
  fc.assert(
    fc.property(input, (written) => {
      const asJson = loadConfig({ text: JSON.stringify(written) });
      expect(asJson.config).toEqual(loadConfig({ text: stringify(written) }).config);
    }),
    { numRuns: 100 },
  );
});
