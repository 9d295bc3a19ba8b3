import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { BrokerError } from "../../../../src/broker/errors.js";
import { codecPackage } from "../../../../src/broker/kafka/records/codecs/codec-package.js";
import { DECOMPRESSED_MAX_BYTES } from "../../../../src/broker/kafka/records/codecs/decompressed-max.js";
import {
  type CompressionName,
  compress,
  compressionId,
  decompress,
} from "../../../../src/broker/kafka/records/compression.js";
import { decodeRecordSet } from "../../../../src/broker/kafka/records/decode-record-set.js";
import { encodeRecordBatch } from "../../../../src/broker/kafka/records/encode-record-batch.js";
import { HEAD, JAVA, javaRecords } from "./support/batches.js";
import { CODEC_PACKAGES, hasCodec } from "./support/codecs.js";

type Name = Exclude<CompressionName, "none">;

describe.each<Name>(["gzip", "snappy", "lz4", "zstd"])("%s", (name) => {
  const noise = Uint8Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 13);

  it.skipIf(hasCodec(name))("asks for its package when that is absent", async () => {
    await expect(compress(name, noise)).rejects.toThrow(`${name} compression needs a package`);
    await expect(decompress(compressionId(name), noise)).rejects.toThrow(`npm install ${CODEC_PACKAGES[name]}`);
  });

  it.runIf(hasCodec(name))("gives back what it was given: nothing, little, repetition, noise, 5 MB", async () => {
    for (const bytes of [
      new Uint8Array(0),
      Uint8Array.of(1),
      new Uint8Array(70_000).fill(7),
      noise,
      new Uint8Array(5_000_000).map((_, i) => i >> 8),
    ]) {
      const back = await decompress(compressionId(name), await compress(name, bytes));
      expect(Buffer.compare(back, bytes)).toBe(0);
    }
  });

  it.runIf(hasCodec(name))("is read as Kafka's Java client wrote it, and as we do", async () => {
    const expected = javaRecords(50).map((record, i) => ({ ...record, offset: 100 + i }));
    const java = await decodeRecordSet(JAVA[name]!, { from: 100, aborted: null });
    expect(java).toMatchObject({ records: expected, nextOffset: 140 });
    const own = await encodeRecordBatch(javaRecords(50), { ...HEAD, compression: name });
    expect(own.length).toBeLessThan(4000);
    expect((await decodeRecordSet(own, { from: 0, aborted: null })).records).toEqual(
      javaRecords(50).map((record, offset) => ({ ...record, offset })),
    );
  });

  it.runIf(hasCodec(name))("refuses what it did not write", async () => {
    const error = await decompress(compressionId(name), noise.subarray(0, 300)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BrokerError);
    expect((error as Error).message).toBe(`300 bytes that should be ${name} could not be decompressed`);
    expect((error as Error).cause).toBeInstanceOf(Error);
  });
});

describe("compression", () => {
  it.each([0, 5, 7])("of the unknown type %i is refused", async (id) => {
    await expect(decompress(id, new Uint8Array(9))).rejects.toThrow(`compression type ${id} is unknown`);
  });

  it("does not swell without bound", async () => {
    const megabyte = zlib.gzipSync(new Uint8Array(1024 * 1024));
    const bomb = Buffer.concat(new Array(DECOMPRESSED_MAX_BYTES / 1024 / 1024 + 1).fill(megabyte));
    await expect(decompress(compressionId("gzip"), bomb)).rejects.toThrow(BrokerError);
  });

  it.runIf(hasCodec("snappy"))("by snappy may come without snappy-java's stream, but not with half of it", async () => {
    const text = Buffer.from("mixtide ".repeat(100));
    const stream = await compress("snappy", text);
    const raw = stream.subarray(20);
    expect(Buffer.compare(await decompress(2, raw), text)).toBe(0);
    await expect(decompress(2, stream.subarray(0, stream.length - 1))).rejects.toThrow(BrokerError);
  });
});

describe("a codec's package", () => {
  const project = mkdtempSync(join(tmpdir(), "mixtide-codec-"));
  const place = join(project, "package.json");
  afterAll(() => rmSync(project, { recursive: true }));
  const install = (name: string, code: string) => {
    const folder = join(project, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.js"), code);
  };

  it("is found in the user's project when it is not beside this program", () => {
    install("made-up-codec", "module.exports = { here: true };");
    expect(codecPackage("made-up", "made-up-codec", [import.meta.url, place])).toEqual({ here: true });
  });

  it("is asked for by name when it is nowhere, or does not load", () => {
    const absent = () => codecPackage("made-up", "made-up-absent", [import.meta.url, place]);
    expect(absent).toThrow(BrokerError);
    expect(absent).toThrow("made-up compression needs a package that does not load: npm install made-up-absent");
    install("made-up-broken", "throw new Error('invalid ELF header');");
    const broken = () => codecPackage("made-up", "made-up-broken", [import.meta.url, place]);
    expect(broken).toThrow("npm install made-up-broken");
    expect(broken).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: "invalid ELF header" }) }),
    );
  });
});
