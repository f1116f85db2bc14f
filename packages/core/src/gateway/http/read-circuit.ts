import type { Socket } from "node:net";

/** The longest line of HAProxy's protocol, version 1 (proxy-protocol.txt, 2.1). */
const MAX_LINE_BYTES = 107;
/** tor puts the number of the circuit into an address of a network of its own (tor(1), HiddenServiceExportCircuitID). */
const LINE = /^PROXY TCP6 fc00:dead:beef:4dad::([0-9a-f]{1,4}):([0-9a-f]{1,4}) ::1 \d{1,5} \d{1,5}$/i;

/** The circuit that a line of tor's names; undefined for every other line. */
export function circuitIn(line: string): string | undefined {
  const [, high, low] = LINE.exec(line) ?? [];
  return high === undefined || low === undefined
    ? undefined
    : String(Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16));
}

/**
 * Takes the first line from a connection of tor's, and leaves what comes after it. A connection that begins with anything else is cut.
 */
export function readCircuit(socket: Socket, found: (circuit: string) => void): void {
  let seen: Buffer = Buffer.alloc(0);

  function onReadable(): void {
    const chunk = socket.read() as Buffer | null;
    if (!chunk) return;
    seen = Buffer.concat([seen, chunk]);
    const end = seen.indexOf("\r\n");
    if (end < 0 && seen.length <= MAX_LINE_BYTES) return;
    socket.off("readable", onReadable);
    const circuit = end < 0 ? undefined : circuitIn(seen.subarray(0, end).toString("latin1"));
    if (circuit === undefined) return void socket.destroy();
    const rest = seen.subarray(end + 2);
    if (rest.length > 0) socket.unshift(rest);
    found(circuit);
  }
  socket.on("readable", onReadable);
}
