import { z } from "zod";
import { duration } from "./units.js";

const PORT = "[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]";
const BROKER = new RegExp(`^(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/@,[\\]]+):(${PORT})$`);

const milliseconds = z.int().positive();
const file = z.string().min(1);

const tlsSettings = z
  .strictObject({
    ca: file.optional().describe("File with the certificates (PEM) to trust. Default: those of Node."),
    cert: file.optional().describe("File with this client's certificate (PEM), where brokers ask for one."),
    key: file.optional().describe("File with the key (PEM) of that certificate."),
    rejectUnauthorized: z
      .boolean()
      .default(true)
      .describe("Whether to refuse brokers whose certificate cannot be verified; false is for experiments only."),
  })
  .refine(({ cert, key }) => cert === undefined || key !== undefined, { path: ["key"] })
  .refine(({ cert, key }) => key === undefined || cert !== undefined, { path: ["cert"] });

const SASL_MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"] as const;

const saslSettings = z
  .strictObject({
    mechanism: z.enum(SASL_MECHANISMS).describe("How to log in: plain, scram-sha-256, scram-sha-512 or oauthbearer."),
    username: z.string().min(1).optional().describe("Who logs in; not for oauthbearer."),
    password: z
      .string()
      .min(1)
      .optional()
      .describe("The password: only by its environment variable, never in this file. Goes before passwordFile."),
    passwordFile: file.optional().describe("File that holds the password, and nothing else."),
    tokenFile: file
      .optional()
      .describe(
        "File that holds the token of oauthbearer; read again for every connection, so that it may be renewed.",
      ),
  })
  .refine(({ mechanism, username }) => mechanism === "oauthbearer" || username !== undefined, { path: ["username"] })
  .refine(({ mechanism, tokenFile }) => mechanism !== "oauthbearer" || tokenFile !== undefined, {
    path: ["tokenFile"],
  });

/** How to reach the cluster. Files are named relative to the file of the configuration. */
export const kafkaSettings = z.strictObject({
  brokers: z
    .array(z.string().regex(BROKER, "a host and a port, such as localhost:9092"))
    .min(1)
    .describe("Brokers to ask for the cluster, host:port."),
  clientId: z.string().min(1).optional().describe("Name of this process among the cluster's clients. Default: app."),
  ssl: z
    .union([z.boolean(), tlsSettings])
    .default(false)
    .describe("TLS: true, or its files. Brokers listen with or without it, on different ports."),
  sasl: saslSettings.optional().describe("How to log in, where brokers ask for it."),
  compression: z
    .enum(["none", "gzip", "snappy", "lz4", "zstd"])
    .default("none")
    .describe("Codec of what is written; snappy, lz4 and zstd need the package of that codec."),
  sessionTimeout: duration(
    milliseconds
      .default(10_000)
      .describe("A process that is silent for so long loses its partitions: how soon a standby takes over."),
  ),
  transactionTimeout: duration(
    milliseconds
      .default(30_000)
      .describe("Age at which the broker aborts an open transaction; longer than the longest commit."),
  ),
  requestTimeout: duration(
    milliseconds.default(15_000).describe("A broker that has not answered for so long is asked anew."),
  ),
});
export type KafkaSettings = z.output<typeof kafkaSettings>;
