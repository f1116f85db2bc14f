import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { createClient, type RecordExtension, type XClient, type XDisplay } from "x11";
import type { XCookie } from "./read-cookie.ts";

export interface OpenDisplay extends Disposable {
  readonly client: XClient;
  readonly display: XDisplay;
  readonly record: RecordExtension;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
}

/** Connects to a display of this machine and asks for RECORD. @throws when either fails. */
export async function openDisplay(displayNumber: number, cookie: XCookie, signal: AbortSignal): Promise<OpenDisplay> {
  const socket = createConnection(`/tmp/.X11-unix/X${displayNumber}`);
  const abort = () => socket.destroy(new Error("The connection to the display was given up"));
  signal.addEventListener("abort", abort, { once: true });
  try {
    await once(socket, "connect", { signal });
    return await handshake(socket, displayNumber, cookie);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function handshake(socket: Socket, displayNumber: number, cookie: XCookie): Promise<OpenDisplay> {
  const closed = new Promise<void>((resolve) => void socket.once("close", () => resolve()));
  const connected = Promise.withResolvers<XDisplay>();
  const options = { display: `:${displayNumber}`, stream: socket, auth: cookie, disableBigRequests: true };
  const client = createClient(options, (error, display) => (error ? connected.reject(error) : connected.resolve(display)));
  client.on("error", connected.reject);
  const display = await connected.promise;
  const found = Promise.withResolvers<RecordExtension>();
  client.on("error", found.reject);
  client.require("record", (error, extension) => (error ? found.reject(error) : found.resolve(extension)));
  const record = await found.promise;
  return { client, display, record, closed, [Symbol.dispose]: () => socket.destroy() };
}
