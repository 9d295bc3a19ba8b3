/** The server cannot listen where it was told to. Says which setting to change. */
export class ListenError extends Error {
  constructor(message: string, options: { cause: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

export function listenErrorOf(cause: NodeJS.ErrnoException, host: string, port: number): ListenError {
  return new ListenError(`cannot listen on ${host}, port ${port}: ${reasonOf(cause)}`, { cause });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "EADDRINUSE":
      return "another program does; stop it, or set http.port to a free one (0 = any)";
    case "EACCES":
      return "this user may not; set http.port to 1024 or above";
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "this machine has no such address; set http.host to one it has, 127.0.0.1 or 0.0.0.0 (all)";
    default:
      return `${message}; see http.host and http.port`;
  }
}
