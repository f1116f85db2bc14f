import { createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { HEADER_BYTES, keyInfo, TAG_BYTES } from "./chunk-container.ts";
import { xchachaParts } from "./create-chunk-cipher.ts";
import type { Sealer, SealRequest } from "./sealer.ts";

const SESSION = "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3";

/** Shared bytes of a repeating text: compressible. */
export function textChunk(length: number): Uint8Array<SharedArrayBuffer> {
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  const line = Buffer.from('{"t":1763628000123,"type":"motion","x":640,"y":360}\n');
  for (let at = 0; at < length; at += line.length) bytes.set(line.subarray(0, Math.min(line.length, length - at)), at);
  return bytes;
}

/** Shared random bytes: nothing shrinks them. */
function noiseChunk(length: number): Uint8Array<SharedArrayBuffer> {
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  bytes.set(randomBytes(length));
  return bytes;
}

export function sealRequest(plain: Uint8Array<SharedArrayBuffer>, rest: Partial<SealRequest> = {}): SealRequest {
  return {
    sessionId: SESSION,
    index: 7,
    dataKey: Buffer.alloc(32, 9),
    codec: "zstd",
    suite: "xchacha20-poly1305",
    plain,
    ...rest,
  };
}

/** Opens a container with node:crypto alone, as a stranger would from docs/formats. */
export function openContainer(container: Uint8Array, dataKey: Uint8Array): { plain: Buffer; codec: number; index: number } {
  const bytes = Buffer.from(container.buffer, container.byteOffset, container.byteLength);
  const header = bytes.subarray(0, HEADER_BYTES);
  const sessionId = header.toString("hex", 12, 28).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const index = header.readUInt32BE(28);
  const key = Buffer.from(hkdfSync("sha256", dataKey, header.subarray(48, 80), keyInfo(sessionId, index), 32));
  const nonce = header.subarray(80, 104);
  const options = { authTagLength: TAG_BYTES };
  const { subkey, shortNonce } = xchachaParts(key, nonce);
  const decipher =
    header[9] === 1
      ? createDecipheriv("chacha20-poly1305", subkey, shortNonce, options)
      : createDecipheriv("aes-256-gcm", key, nonce.subarray(0, 12), options);
  const body = bytes.subarray(HEADER_BYTES, -TAG_BYTES);
  decipher.setAAD(header, { plaintextLength: body.length });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const packed = Buffer.concat([decipher.update(body), decipher.final()]);
  const codec = header.readUInt8(10);
  const plain = codec === 1 ? zstdDecompressSync(packed) : codec === 2 ? gunzipSync(packed) : packed;
  return { plain, codec, index };
}

/** What every host of the sealer does. Call inside `describe`. */
export function sealerCompliance(start: () => Promise<Sealer>): void {
  for (const suite of ["xchacha20-poly1305", "aes-256-gcm"] as const) {
    for (const codec of ["zstd", "gzip", "none"] as const) {
      it(`opens again what it sealed with ${suite} and ${codec}`, async () => {
        await using sealer = await start();
        const plain = textChunk(700_001);
        const before = Buffer.from(plain);
        const dataKey = randomBytes(32);
        const chunk = await sealer.seal(sealRequest(plain, { suite, codec, dataKey, index: 123 }));
        expect(chunk).toMatchObject({ codec, suite, plainSize: 700_001, size: chunk.container.byteLength });
        const opened = openContainer(new Uint8Array(chunk.container), dataKey);
        expect(opened.index).toBe(123);
        expect(opened.plain.equals(before)).toBe(true);
      });
    }
  }

  it("hashes the whole container", async () => {
    await using sealer = await start();
    const chunk = await sealer.seal(sealRequest(noiseChunk(300_000)));
    expect(chunk.sha256).toBe(createHash("sha256").update(new Uint8Array(chunk.container)).digest("hex"));
  });

  it("stores what would not shrink as it is", async () => {
    await using sealer = await start();
    const chunk = await sealer.seal(sealRequest(noiseChunk(900_000)));
    expect(chunk).toMatchObject({ codec: "none", compressedSize: 900_000, size: 900_000 + HEADER_BYTES + TAG_BYTES });
  });

  it("seals an empty chunk", async () => {
    await using sealer = await start();
    const chunk = await sealer.seal(sealRequest(textChunk(0)));
    expect(openContainer(new Uint8Array(chunk.container), Buffer.alloc(32, 9)).plain).toHaveLength(0);
  });

  it("wipes the plain bytes and leaves the caller's key alone", async () => {
    await using sealer = await start();
    const plain = textChunk(50_000);
    const dataKey = Buffer.alloc(32, 9);
    await sealer.seal(sealRequest(plain, { dataKey }));
    expect(plain.every((byte) => byte === 0)).toBe(true);
    expect(dataKey.every((byte) => byte === 9)).toBe(true);
  });

  it("never uses a salt or nonce twice", async () => {
    await using sealer = await start();
    const heads = new Set<string>();
    for (let count = 0; count < 8; count += 1) {
      const chunk = await sealer.seal(sealRequest(textChunk(10)));
      heads.add(Buffer.from(chunk.container, 48, 56).toString("hex"));
    }
    expect(heads.size).toBe(8);
  });

  it("refuses a request that cannot be sealed and goes on with the next", async () => {
    await using sealer = await start();
    await expect(sealer.seal(sealRequest(textChunk(2_000), { codec: "gzip", level: 99 }))).rejects.toMatchObject({
      code: "LUCID_PIPELINE_ERR_4512",
    });
    await expect(sealer.seal(sealRequest(textChunk(2_000)))).resolves.toMatchObject({ plainSize: 2_000 });
  });

  it("refuses calls once it is disposed", async () => {
    const sealer = await start();
    await sealer[Symbol.asyncDispose]();
    await expect(sealer.seal(sealRequest(textChunk(10)))).rejects.toMatchObject({ code: "LUCID_PIPELINE_ERR_4511" });
  });

  it("takes nothing from a caller that has given up already", async () => {
    await using sealer = await start();
    await expect(sealer.seal(sealRequest(textChunk(10)), AbortSignal.abort(new Error("given up")))).rejects.toThrow("given up");
  });
}
