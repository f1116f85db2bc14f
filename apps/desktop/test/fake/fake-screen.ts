import type { WebSocket } from "ws";

const WIDTH = 1_280;
const HEIGHT = 720;

/** A still picture of a desktop: a dark ground with one lighter window. */
function picture(): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const inWindow = x > 160 && x < 900 && y > 110 && y < 520;
      const inTitle = inWindow && y < 146;
      const shade = inTitle ? 0x3a4250 : inWindow ? 0x0d1117 : 0x24303c;
      pixels.writeUInt32LE(shade, (y * WIDTH + x) * 4);
    }
  }
  return pixels;
}

/** Speaks the server's side of RFB 3.8 (RFC 6143) with no security and one raw picture: enough for a viewer to come up. */
export function serveFakeScreen(socket: WebSocket): void {
  let stage: "version" | "security" | "init" | "open" = "version";
  let sent = false;
  socket.send(Buffer.from("RFB 003.008\n"));
  socket.on("message", (data: Buffer) => {
    switch (stage) {
      case "version":
        socket.send(Buffer.from([1, 1]));
        stage = "security";
        return;
      case "security":
        socket.send(Buffer.from([0, 0, 0, 0]));
        stage = "init";
        return;
      case "init":
        socket.send(serverInit());
        stage = "open";
        return;
      case "open":
        // A FramebufferUpdateRequest may come glued to the messages before it.
        if (sent || !data.includes(3)) return;
        sent = true;
        socket.send(framebufferUpdate());
    }
  });
}

function serverInit(): Buffer {
  const name = Buffer.from("fake");
  const init = Buffer.alloc(24);
  init.writeUInt16BE(WIDTH, 0);
  init.writeUInt16BE(HEIGHT, 2);
  init.set([32, 24, 0, 1], 4);
  init.writeUInt16BE(255, 8);
  init.writeUInt16BE(255, 10);
  init.writeUInt16BE(255, 12);
  init.set([16, 8, 0], 14);
  init.writeUInt32BE(name.length, 20);
  return Buffer.concat([init, name]);
}

function framebufferUpdate(): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt16BE(1, 2);
  header.writeUInt16BE(WIDTH, 8);
  header.writeUInt16BE(HEIGHT, 10);
  return Buffer.concat([header, picture()]);
}
