import type { Mend } from "./private-copy.js";

/** The only version that the mends below were made for. */
export const KAFKAJS_VERSION = "2.2.4";

/**
 * What is wrong in kafkajs 2.2.4 and reaches us, mended. Its consumer, producer and cluster layers are otherwise
 * replaced by this folder's own; the mended consumer is there for others (`mixtide/kafka`).
 */
export const MENDS: readonly Mend[] = [
  {
    file: "src/consumer/filterAbortedMessages.js",
    sha256: "54ce50f2a41ee1686da8b73bf8b502c7dd07c9d7cb0a494cdb36a7fc536ced8e",
    why:
      "read_committed delivered aborted records: one transaction was opened a message, in the order of the broker's " +
      "answer, and only an abort marker of version 0 closed it.",
    edits: [
      {
        from: "const ABORTED_MESSAGE_KEY = Buffer.from([0, 0, 0, 0])",
        to: "const byFirstOffset = (a, b) => (Long.fromValue(a.firstOffset).gte(b.firstOffset) ? 1 : -1)",
      },
      {
        from: "  return Buffer.from(key).equals(ABORTED_MESSAGE_KEY)",
        to: "  const buffer = Buffer.from(key)\n  return buffer.length >= 4 && buffer.readInt16BE(2) === 0",
      },
      {
        from: "const isAbortMarker = ({ key }) => {",
        to: "const isAbortMarker = ({ key, isControlRecord }) => {\n  if (!isControlRecord) return false",
      },
      {
        from: "const remainingAbortedTransactions = [...abortedTransactions]",
        to: "const remainingAbortedTransactions = [...abortedTransactions].sort(byFirstOffset)",
      },
      {
        from: "    if (\n      remainingAbortedTransactions.length &&",
        to: "    while (\n      remainingAbortedTransactions.length &&",
      },
    ],
  },
  {
    file: "src/consumer/offsetManager/index.js",
    sha256: "bd1041968ae322324ebf64d2569308db19d24f70ee5dbb72c964b43bfe85c00e",
    why:
      "An offset out of range committed -1 or -2 to the group, as if it were a position: now the group keeps its " +
      "position and reading goes on where the log begins or ends.",
    edits: [
      {
        from: `    const { groupId, generationId, memberId } = this
    const defaultOffset = this.cluster.defaultOffset(this.topicConfigurations[topic])
    const coordinator = await this.getCoordinator()

    await coordinator.offsetCommit({
      groupId,
      memberId,
      groupGenerationId: generationId,
      topics: [
        {
          topic,
          partitions: [{ partition, offset: defaultOffset }],
        },
      ],
    })

    this.clearOffsets({ topic, partition })
  }

  /**
   * Commit the given offset`,
        to: `    const [found] = await this.cluster.fetchTopicsOffset([
      { topic, partitions: [{ partition }], ...this.topicConfigurations[topic] },
    ])
    this.clearOffsets({ topic, partition })
    this.committedOffsets()[topic][partition] = found.partitions[0].offset
  }

  /**
   * Commit the given offset`,
      },
    ],
  },
  {
    file: "src/protocol/recordBatch/v0/decoder.js",
    sha256: "38cae7fc865f9bc51941353e1f6e9419227a8799ba4efb437199393a4eb94819",
    why:
      "A batch that compaction has emptied left no trace, so that its reader stuck before it or skipped to the end " +
      "(tulios/kafkajs#1072): it now counts like a control record.",
    edits: [
      {
        from: "  const records = await decodeRecords(codec, decoder, { ...recordContext, magicByte })",
        to: `  const records = await decodeRecords(codec, decoder, { ...recordContext, magicByte })
  if (records.length === 0) {
    const offset = (BigInt(firstOffset) + BigInt(lastOffsetDelta)).toString()
    records.push({ offset, key: null, value: null, headers: {}, isControlRecord: true, batchContext: recordContext })
  }`,
      },
    ],
  },
  {
    file: "src/producer/groupMessagesPerPartition.js",
    sha256: "ea72357721fbf67770b5e06b9bf4260faa1e60f3affb556bff2cc7892c1881fb",
    why: "A message for a partition that the metadata does not know was dropped without a word.",
    edits: [
      {
        from: "    const current = result[partition] || []",
        to: `    if (!partitionMetadata.some(({ partitionId }) => partitionId === Number(partition))) {
      throw new Error(\`topic \${topic} has no partition \${partition}\`)
    }
    const current = result[partition] || []`,
      },
    ],
  },
  {
    file: "src/network/requestQueue/index.js",
    sha256: "b55986089c14f8f7bfc377922e2e65b3e4c1e7c7af2752d3b10a75dfe9e9260c",
    why: "Every answer set a timer with a negative time, of which newer versions of Node warn (tulios/kafkajs#1751).",
    edits: [
      {
        from: "    let scheduleAt = this.throttledUntil - Date.now()\n    if (!this.throttleCheckTimeoutId) {",
        to: "    let scheduleAt = this.throttledUntil - Date.now()\n    if (!this.throttleCheckTimeoutId && this.pending.length > 0) {",
      },
    ],
  },
  {
    file: "src/network/connection.js",
    sha256: "2a993b2e74421ca6d846efd59e4ba74b11100dbe7d40d0f52ea3218e917aafdd",
    why:
      "Half an answer from before a broken connection was taken for the beginning of the first answer after it. And " +
      "requests are written in their parts: see src/protocol/request.js.",
    edits: [
      {
        from: "      this.authenticatedAt = null\n\n      let timeoutId",
        to: `      this.authenticatedAt = null
      this.chunks = []
      this.bytesBuffered = 0
      this.bytesNeeded = Decoder.int32Size()

      let timeoutId`,
      },
      {
        from: "size: Buffer.byteLength(requestPayload.buffer),",
        to: "size: requestPayload.size,",
      },
      {
        from: "              this.socket.write(requestPayload.buffer, 'binary')",
        to: `              this.socket.cork()
              for (const part of requestPayload.parts) this.socket.write(part)
              this.socket.uncork()`,
      },
    ],
  },
  {
    file: "src/protocol/request.js",
    sha256: "2270900ca6474026c11957fe71ac586881985460ed2554db22ad8870dcaff634",
    why:
      "A request was copied twice into zeroed memory of up to twice its size before it was sent, .3 µs for each JSON " +
      "label: now what was encoded goes out as it is, in its parts where it has some.",
    edits: [
      {
        from: "  const requestPayload = new Encoder()\n",
        to: "  const head = new Encoder()\n    .writeInt32(0)\n",
      },
      {
        from: `    .writeEncoder(payload)

  return new Encoder().writeInt32(requestPayload.size()).writeEncoder(requestPayload)`,
        to: `
  const parts = [head.buffer, ...(payload.parts || [payload.buffer])]
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  parts[0].writeInt32BE(size - 4, 0)
  return { size, parts }`,
      },
    ],
  },
  {
    file: "src/protocol/error.js",
    sha256: "8911e3226a8aebddc2fffe2b2504379f966b804995dd911713c8c495c3673188",
    why: "PRODUCER_FENCED (90) and its neighbours were unknown and came out as -99.",
    edits: [
      {
        from: "    message: 'There are unstable offsets that need to be cleared',\n  },\n]",
        to: `    message: 'There are unstable offsets that need to be cleared',
  },
  {
    type: 'THROTTLING_QUOTA_EXCEEDED',
    code: 89,
    retriable: true,
    message: 'The throttling quota has been exceeded',
  },
  {
    type: 'PRODUCER_FENCED',
    code: 90,
    retriable: false,
    message: 'There is a newer producer with the same transactionalId which fences the current one',
  },
  {
    type: 'TRANSACTION_ABORTABLE',
    code: 120,
    retriable: false,
    message: 'The transaction can only be aborted',
  },
]`,
      },
    ],
  },
];
