import type { Duplex } from "node:stream";

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

export type ScreenInput =
  | { readonly kind: "key"; readonly pressed: boolean; readonly keysym: number }
  | { readonly kind: "text"; readonly bytes: Buffer }
  | { readonly kind: "pointer"; readonly buttons: number; readonly x: number; readonly y: number };

export interface ScreenHandlers {
  /** The viewer is through with the handshake. */
  onOpen(): void;
  onInput(input: ScreenInput): void;
}

const COLOURS = { ground: 0x24303c, title: 0x3a4250, window: 0x0d1117 } as const;
const RESULT_OK = Buffer.alloc(4);
/** What a viewer says before it is in: its version, its choice of security, its wish to share. */
const HANDSHAKE = { version: 12, security: 1, init: 1 } as const;

/** Serves one still picture, a window on a dark ground: the server's side of RFB 3.8 (RFC 6143) without security. */
export function serveStillScreen(stream: Duplex, size: ScreenSize, handlers: ScreenHandlers): void {
  let stage: keyof typeof HANDSHAKE | "open" = "version";
  let held = Buffer.alloc(0);
  let isShown = false;

  function greet(): void {
    if (stage === "version") {
      stream.write(Buffer.from([1, 1]));
      stage = "security";
    } else if (stage === "security") {
      stream.write(RESULT_OK);
      stage = "init";
    } else {
      stream.write(serverInit(size));
      stage = "open";
      handlers.onOpen();
    }
  }

  function answer(message: Buffer): void {
    if (message[0] === 4) handlers.onInput({ kind: "key", pressed: message[1] === 1, keysym: message.readUInt32BE(4) });
    if (message[0] === 5) {
      handlers.onInput({
        kind: "pointer",
        buttons: message.readUInt8(1),
        x: message.readUInt16BE(2),
        y: message.readUInt16BE(4),
      });
    }
    if (message[0] === 6) handlers.onInput({ kind: "text", bytes: message.subarray(8) });
    // The picture never changes: only whoever wants all of it gets it again.
    if (message[0] === 3 && (!isShown || message[1] === 0)) {
      isShown = true;
      stream.write(framebufferUpdate(size));
    }
  }

  stream.on("error", () => stream.destroy());
  stream.on("data", (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    for (;;) {
      const length: number | undefined = stage === "open" ? messageLength(held) : HANDSHAKE[stage];
      if (length === undefined || held.length < length) return;
      const message = held.subarray(0, length);
      held = held.subarray(length);
      if (stage === "open") answer(message);
      else greet();
    }
  });
  stream.write("RFB 003.008\n");
}

/** Length of the client's next message (RFC 6143, 7.5); undefined while it cannot be told. */
function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length === 0) return undefined;
  switch (bytes[0]) {
    case 0:
      return 20;
    case 2:
      return bytes.length < 4 ? undefined : 4 + 4 * bytes.readUInt16BE(2);
    case 3:
      return 10;
    case 4:
      return 8;
    case 5:
      return 6;
    case 6:
      return bytes.length < 8 ? undefined : 8 + Math.abs(bytes.readInt32BE(4));
    default:
      throw new Error(`The viewer sent a message of type ${bytes[0]}, which this screen did not offer`);
  }
}

function serverInit({ width, height }: ScreenSize): Buffer {
  const name = Buffer.from("still");
  const init = Buffer.alloc(24);
  init.writeUInt16BE(width, 0);
  init.writeUInt16BE(height, 2);
  init.set([32, 24, 0, 1], 4);
  init.writeUInt16BE(255, 8);
  init.writeUInt16BE(255, 10);
  init.writeUInt16BE(255, 12);
  init.set([16, 8, 0], 14);
  init.writeUInt32BE(name.length, 20);
  return Buffer.concat([init, name]);
}

function framebufferUpdate({ width, height }: ScreenSize): Buffer {
  const update = Buffer.alloc(16 + width * height * 4);
  update.writeUInt16BE(1, 2);
  update.writeUInt16BE(width, 8);
  update.writeUInt16BE(height, 10);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) update.writeUInt32LE(colourAt(x / width, y / height), 16 + (y * width + x) * 4);
  }
  return update;
}

function colourAt(x: number, y: number): number {
  if (x < 0.12 || x > 0.7 || y < 0.15 || y > 0.72) return COLOURS.ground;
  return y < 0.2 ? COLOURS.title : COLOURS.window;
}
