import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import type { Randomness } from "@lucid/foundation";
import { type ControlReply, createReplyReader, fieldsOf } from "./reply-reader.ts";

/** A connection to tor's control port that may say what is to be done. */
export interface TorControl extends Disposable {
  /** @throws when tor refuses, or is gone. The error names the command and none of its arguments. */
  ask(command: string): Promise<ControlReply>;
  /** Settles when the connection is over; never rejects. */
  readonly closed: Promise<void>;
}

export interface ControlOptions {
  readonly socket: string;
  readonly cookieFile: string;
  /** One line of what was asked for with SETEVENTS, without its status. */
  readonly onEvent: (line: string) => void;
}

interface Waiting {
  readonly command: string;
  readonly resolve: (reply: ControlReply) => void;
  readonly reject: (error: Error) => void;
}

const EVENT = 650;
const OK = 250;
const NONCE_BYTES = 32;
/** Keys of SAFECOOKIE (control-spec, 3.24). */
const OF_SERVER = "Tor safe cookie authentication server-to-controller hash";
const OF_CLIENT = "Tor safe cookie authentication controller-to-server hash";

/** @throws when nobody answers on the socket, or whoever does has not made the cookie. */
export async function openControl(
  { randomness }: { readonly randomness: Pick<Randomness, "bytes"> },
  options: ControlOptions,
): Promise<TorControl> {
  const socket = connect(options.socket);
  try {
    await once(socket, "connect");
    const control = follow(socket, options.onEvent);
    await authenticate(control, await readFile(options.cookieFile), randomness.bytes(NONCE_BYTES));
    return control;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function follow(socket: Socket, onEvent: (line: string) => void): TorControl {
  const waiting: Waiting[] = [];
  const closed = Promise.withResolvers<void>();
  const read = createReplyReader((reply) => {
    if (reply.status === EVENT) return reply.lines.forEach(onEvent);
    const asked = waiting.shift();
    if (reply.status === OK) asked?.resolve(reply);
    else asked?.reject(new Error(`Tor refused ${asked.command}: ${reply.status} ${reply.lines.at(-1) ?? ""}`));
  });
  socket.setEncoding("utf8");
  socket.on("data", (text: string) => {
    try {
      read(text);
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  // What broke is over, which is what `close` tells.
  socket.on("error", () => undefined);
  socket.once("close", () => {
    for (const { command, reject } of waiting.splice(0)) reject(new Error(`Tor was gone before it answered ${command}`));
    closed.resolve();
  });

  return {
    closed: closed.promise,
    ask(command) {
      const { promise, resolve, reject } = Promise.withResolvers<ControlReply>();
      const name = command.split(" ", 1)[0] ?? "";
      if (socket.destroyed) reject(new Error(`Tor is gone, and was not asked ${name}`));
      else {
        waiting.push({ command: name, resolve, reject });
        socket.write(`${command}\r\n`);
      }
      return promise;
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

/** Each side proves that it can read the cookie, and neither tells it. */
async function authenticate(control: TorControl, cookie: Uint8Array, nonce: Uint8Array): Promise<void> {
  const { lines } = await control.ask(`AUTHCHALLENGE SAFECOOKIE ${Buffer.from(nonce).toString("hex")}`);
  const { SERVERHASH = "", SERVERNONCE = "" } = fieldsOf(lines[0] ?? "");
  const message = Buffer.concat([cookie, nonce, Buffer.from(SERVERNONCE, "hex")]);
  const proof = (key: string): Buffer => createHmac("sha256", key).update(message).digest();
  const told = Buffer.from(SERVERHASH, "hex");
  const expected = proof(OF_SERVER);
  if (told.length !== expected.length || !timingSafeEqual(told, expected))
    throw new Error("Whoever answers on tor's control socket does not know its cookie");
  await control.ask(`AUTHENTICATE ${proof(OF_CLIENT).toString("hex")}`);
}
