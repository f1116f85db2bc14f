import { randomBytes } from "node:crypto";
import { openChunk } from "@lucid/identity";
import { expect, it } from "vitest";
import { createSealer } from "./create-sealer.ts";
import { sealRequest, textChunk } from "./sealer.compliance.ts";

it.each(
  (["xchacha20-poly1305", "aes-256-gcm"] as const).flatMap((suite) =>
    (["zstd", "gzip", "none"] as const).map((codec) => [suite, codec] as const),
  ),
)("opens in the page what was sealed with %s and %s", async (suite, codec) => {
  const dataKey = new Uint8Array(randomBytes(32));
  const plain = textChunk(80_000);
  const before = Buffer.from(plain);
  const chunk = await createSealer().seal(sealRequest(plain, { suite, codec, dataKey }));
  expect(Buffer.from(openChunk(new Uint8Array(chunk.container), dataKey)).equals(before)).toBe(true);
});
