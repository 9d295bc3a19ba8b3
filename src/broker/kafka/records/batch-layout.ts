/**
 * Where the fields of a record batch, magic 2, stand; big-endian.
 *
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export const BASE_OFFSET = 0;
/** int32: bytes after this field. */
export const BATCH_LENGTH = 8;
export const PARTITION_LEADER_EPOCH = 12;
export const MAGIC = 16;
/** uint32, CRC-32C of everything from the attributes on. */
export const CRC = 17;
export const ATTRIBUTES = 21;
export const LAST_OFFSET_DELTA = 23;
export const BASE_TIMESTAMP = 27;
export const MAX_TIMESTAMP = 35;
export const PRODUCER_ID = 43;
export const PRODUCER_EPOCH = 51;
export const BASE_SEQUENCE = 53;
export const RECORD_COUNT = 57;
/** The records begin here; the counted ones, or one compressed block of them. */
export const RECORDS = 61;

export const MAGIC_2 = 2;
/** The batch length counts from here. */
export const LENGTH_END = BATCH_LENGTH + 4;

export const COMPRESSION_MASK = 0x07;
/** The broker's clock at the append overrules the records' own timestamps. */
export const LOG_APPEND_TIME = 0x08;
export const TRANSACTIONAL = 0x10;
export const CONTROL = 0x20;
