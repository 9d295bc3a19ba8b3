import type { Transaction, Writer } from "../../broker/broker.js";
import { type Append, appendAll } from "./append.js";

/**
 * Makes everything visible in one transaction.
 *
 * @throws FencedError | BrokerError; the outcome is unknown then: drop task and writer.
 */
export async function commitAppends(writer: Writer, appends: readonly Append[], sendBytes: number): Promise<void> {
  const transaction = await writer.begin();
  try {
    await appendAll(transaction, appends, sendBytes);
  } catch (error) {
    await abortQuietly(transaction);
    throw error;
  }
  await transaction.commit();
}

/** So that readers need not wait for the transaction to time out; whoever builds next aborts it anyway. */
async function abortQuietly(transaction: Transaction): Promise<void> {
  try {
    await transaction.abort();
  } catch {
    // The error that led here matters more.
  }
}
