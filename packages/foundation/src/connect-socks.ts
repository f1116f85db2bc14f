import { once } from "node:events";
import { connect, type Socket } from "node:net";

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const CONNECT = 1;
const DOMAIN_NAME = 3;
/** Version, code, a zero, and of what kind the address is that follows. */
const HEAD_BYTES = 4;
const PORT_BYTES = 2;
/** Bytes of an address by its kind; a name has its length in front. */
const ADDRESS_BYTES: Readonly<Record<number, number>> = { 1: 4, 4: 16 };

/** Answers of SOCKS5 (RFC 1928, 6), and tor's own of onion services (socks-extensions). */
const REASONS: Readonly<Record<number, string>> = {
  1: "it failed",
  2: "it is not allowed",
  3: "the network is out of reach",
  4: "the host is out of reach",
  5: "nobody takes the connection",
  6: "it took too long",
  0xf0: "the onion service cannot be found",
  0xf1: "the descriptor of the onion service is broken",
  0xf2: "the introduction failed",
  0xf3: "the rendezvous failed",
  0xf4: "the onion service lets nobody in without a key",
  0xf5: "the onion service does not take this key",
  0xf6: "the address is wrong",
  0xf7: "the introduction took too long",
};

/** Opens a connection to a host by its name through a SOCKS5 proxy on a socket; the name is not resolved here. */
export async function connectSocks(socket: string, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const name = Buffer.from(host, "latin1");
  if (name.length > 255) throw new Error("A host's name has 255 characters at most");
  const connection = connect(socket);
  const abort = (): void => void connection.destroy(signal.reason as Error);
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    await once(connection, "connect");
    connection.write(Buffer.of(VERSION, 1, NO_AUTHENTICATION));
    const method = await take(connection, 2);
    if (method[0] !== VERSION || method[1] !== NO_AUTHENTICATION) throw new Error("The proxy wants to know who asks");
    connection.write(
      Buffer.concat([Buffer.of(VERSION, CONNECT, 0, DOMAIN_NAME, name.length), name, Buffer.of(port >> 8, port & 255)]),
    );
    const [, code = 1, , kind = 0] = await take(connection, HEAD_BYTES);
    if (code !== 0) throw new Error(`No connection through Tor: ${REASONS[code] ?? `answer ${code}`}`);
    const length = ADDRESS_BYTES[kind] ?? (await take(connection, 1))[0] ?? 0;
    await take(connection, length + PORT_BYTES);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The next bytes, as many as there must be; what comes after them stays. */
async function take(connection: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const found = connection.read(length) as Buffer | null;
    if (found?.length === length) return found;
    if (connection.readableEnded || connection.destroyed || found) throw new Error("The proxy ended the connection");
    await Promise.race([once(connection, "readable"), once(connection, "close").then(() => undefined)]);
  }
}
