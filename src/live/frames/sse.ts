/** Bytes of one server-sent event (HTML standard, 9.2.6); data must be a single line. */
export function serverSentEvent(event: string, data: string, id?: string): string {
  return `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${data}\n\n`;
}
