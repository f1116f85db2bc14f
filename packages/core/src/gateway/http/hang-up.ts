import type { Duplex } from "node:stream";
import type { Clock } from "@lucid/foundation";

/** A client gets this long to take the last words; to cut it at once would make the system throw them away. */
const LINGER_MS = 1_000;

/** Ends a connection, also when the client does not. */
export function hangUp(socket: Duplex, clock: Clock, lastWords = ""): void {
  socket.end(lastWords);
  const lingering = clock.after(LINGER_MS, () => socket.destroy());
  socket.once("close", () => lingering[Symbol.dispose]());
}
