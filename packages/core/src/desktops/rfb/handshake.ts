import type { Duplex } from "node:stream";

import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { CHALLENGE_BYTES, isVncAuthResponse } from "./vnc-auth.ts";

const SECURITY_NONE = 1;
const SECURITY_VNC = 2;

export type Authorisation =
  | { readonly kind: "none" }
  | {
      readonly kind: "password";
      readonly password: string;
      readonly challenge: Uint8Array;
      /** Awaited before a wrong password is refused. */
      readonly beforeRefusal: () => Promise<void>;
    };

export type Greeting = "accepted" | "password-failed";

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const reasoned = (reason: string): Buffer => Buffer.concat([u32(reason.length), Buffer.from(reason, "latin1")]);

/** Versions as RFC 6143 7.1.1 wants them: 3.3, 3.7 and 3.8; any other counts as 3.3. @throws for what is no RFB greeting. */
function minorVersion(greeting: Buffer): 3 | 7 | 8 {
  const text = greeting.toString("latin1");
  if (!/^RFB \d{3}\.\d{3}\n$/.test(text)) throw new Error("not an RFB client");
  const minor = Number(/^RFB 003\.00(\d)\n$/.exec(text)?.[1]);
  return minor === 7 || minor === 8 ? minor : 3;
}

async function agreeOnSecurity(stream: Duplex, reader: ByteReader, type: number): Promise<3 | 7 | 8> {
  stream.write("RFB 003.008\n");
  const minor = minorVersion(await reader.read(12));
  if (minor === 3) {
    stream.write(u32(type));
    return minor;
  }
  stream.write(Buffer.from([1, type]));
  const chosen = (await reader.read(1))[0];
  if (chosen !== type) throw new Error(`the client chose security type ${chosen}, which was not offered`);
  return minor;
}

/** The server's side of an RFB handshake (RFC 6143, 7.1) up to and including the client's ClientInit. */
export async function greetClient(stream: Duplex, authorisation: Authorisation): Promise<Greeting> {
  const reader = createByteReader(stream);
  try {
    const minor = await agreeOnSecurity(stream, reader, authorisation.kind === "none" ? SECURITY_NONE : SECURITY_VNC);
    if (authorisation.kind === "password") {
      stream.write(authorisation.challenge);
      const response = await reader.read(CHALLENGE_BYTES);
      if (!isVncAuthResponse(authorisation.password, authorisation.challenge, response)) {
        await authorisation.beforeRefusal();
        stream.write(minor === 8 ? Buffer.concat([u32(1), reasoned("Authentication failed")]) : u32(1));
        return "password-failed";
      }
    }
    if (authorisation.kind === "password" || minor === 8) stream.write(u32(0));
    await reader.read(1);
    return "accepted";
  } finally {
    reader.release();
  }
}

/** The client's side towards Xvnc, which offers security type None on its private socket. Ends with a shared ClientInit. */
export async function greetServer(stream: Duplex): Promise<void> {
  const reader = createByteReader(stream);
  try {
    const version = (await reader.read(12)).toString("latin1");
    if (!version.startsWith("RFB 003.")) throw new Error(`not an RFB server: ${JSON.stringify(version)}`);
    stream.write("RFB 003.008\n");
    const count = (await reader.read(1))[0] ?? 0;
    const types = await reader.read(count);
    if (!types.includes(SECURITY_NONE)) throw new Error(`the display offers only the security types ${[...types].join(", ")}`);
    stream.write(Buffer.from([SECURITY_NONE]));
    const result = (await reader.read(4)).readUInt32BE(0);
    if (result !== 0) throw new Error("the display refused the connection");
    stream.write(Buffer.from([1]));
  } finally {
    reader.release();
  }
}
