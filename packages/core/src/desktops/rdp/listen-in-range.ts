import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

import { desktopErrors } from "@lucid/contract";

export interface PortRange {
  readonly address: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/** Problems of one port that another port may not have. */
const TAKEN = new Set(["EADDRINUSE", "EACCES"]);

/** A client that is gone without a word, as a phone without its network, is noticed by what it does not answer after so long a silence. */
const ALIVE = { keepAlive: true, keepAliveInitialDelay: 20_000 } as const;

/** Listens on the first free port of a range. The port is this process's from then on, so nobody can slip in between. */
export async function listenInRange(
  range: PortRange,
  onConnection: (socket: Socket) => void,
): Promise<{ server: Server; port: number }> {
  for (let port = range.fromPort; port <= range.toPort; port++) {
    const server = createServer({ noDelay: true, ...ALIVE }, onConnection);
    try {
      server.listen({ host: range.address, port, exclusive: true });
      await once(server, "listening");
      const address = server.address();
      if (!address || typeof address === "string") throw new Error("a TCP server without a port");
      return { server, port: address.port };
    } catch (cause) {
      server.close();
      if (!TAKEN.has((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    }
  }
  throw desktopErrors.NO_FREE_PORT({ from: range.fromPort, to: range.toPort });
}
