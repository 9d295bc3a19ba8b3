import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * The open connections of a server, a bounded number: for a new one the longest idle one has to go, so that whoever
 * opens many and says nothing keeps nobody out.
 */
export class Connections {
  readonly #max: number;
  /** In the order in which they were last busy. */
  readonly #idle = new Set<Socket>();
  readonly #busy = new Set<Socket>();
  #closing = false;

  constructor(server: Server, max: number) {
    this.#max = max;
    server.on("connection", (socket) => this.#opened(socket));
    server.on("request", ({ socket }, response) => {
      this.#idle.delete(socket);
      this.#busy.add(socket);
      response.once("close", () => this.#answered(socket));
    });
  }

  /** Those that are idle now, and each of the others once it is. */
  closeIdle(): void {
    this.#closing = true;
    for (const socket of this.#idle) socket.destroy();
  }

  closeAll(): void {
    this.closeIdle();
    for (const socket of this.#busy) socket.destroy();
  }

  #opened(socket: Socket): void {
    if (this.#idle.size + this.#busy.size >= this.#max) {
      const [oldest = socket] = this.#idle;
      oldest.destroy();
      this.#idle.delete(oldest);
      if (oldest === socket) return;
    }
    this.#idle.add(socket);
    socket.once("close", () => {
      this.#idle.delete(socket);
      this.#busy.delete(socket);
    });
  }

  #answered(socket: Socket): void {
    this.#busy.delete(socket);
    if (this.#closing) socket.destroySoon();
    else if (!socket.destroyed) this.#idle.add(socket);
  }
}
