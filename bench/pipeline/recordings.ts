import { createCipheriv } from "node:crypto";

/** Bytes that follow from a seed and that nothing compresses: what encoded video looks like to a compressor. */
export function noise(seed: number, length: number): Buffer {
  const key = Buffer.alloc(32);
  key.writeUInt32BE(seed);
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** Event lines as the recorder writes them. */
export function eventLines(seed: number, length: number): Buffer {
  const random = noise(seed, Math.ceil(length / 4));
  const lines: string[] = [];
  let size = 0;
  let t = 1_763_628_000_000;
  for (let at = 0; size < length; at += 5) {
    const [kind = 0, a = 0, b = 0, c = 0, d = 0] = random.subarray(at % (random.length - 5));
    t += 10 + (kind % 50);
    const line =
      kind < 40
        ? `{"t":${t},"type":"key","pressed":${a % 2 === 0}}\n`
        : `{"t":${t},"type":"motion","x":${(a << 3) + (b >> 5)},"y":${(c << 2) + (d >> 6)}}\n`;
    lines.push(line);
    size += line.length;
  }
  return Buffer.from(lines.join("")).subarray(0, length);
}

/** Raw pixels of a desktop: flat areas, a shaded title, and lines of text made of 64 glyphs that scroll. */
export function screenPixels(length: number): Buffer {
  const width = 1_280;
  const glyphs = noise(1, 64 * 8 * 16);
  const text = noise(2, 1_000_000);
  const pixels = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) {
    const pixel = at / 4;
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    pixels.writeUInt32LE(colourAt(x, y, glyphs, text), at);
  }
  return pixels;
}

function colourAt(x: number, y: number, glyphs: Buffer, text: Buffer): number {
  if (x < 200 || x > 1_080) return 0x2e_34_40;
  if (y % 720 < 24) return 0x40_40_60 + (y % 24) * 0x01_01_01;
  const letter = (text[(Math.floor(y / 16) * 110 + Math.floor((x - 200) / 8)) % text.length] ?? 0) % 64;
  const shade = glyphs[letter * 128 + (y % 16) * 8 + (x % 8)] ?? 0;
  return shade > 200 ? 0x1d_1f_21 : shade > 170 ? 0x80_80_80 : 0xf8_f8_f2;
}

/**
 * A plain chunk as a busy session gives it: one percent events. (Ten seconds of 2.3 Mbit/s video are 2.9 MB,
 * 20 positions of the pointer a second for as long are 12 kB.)
 */
export function recordedChunk(seed: number, length: number): Buffer {
  const video = Math.floor(length * 0.99);
  return Buffer.concat([noise(seed, video), eventLines(seed, length - video)]);
}
