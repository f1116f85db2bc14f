import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { isVersion } from "./compare-versions.ts";

export const MANIFEST_NAME = "lucid-update.json";
export const SIGNATURE_NAME = `${MANIFEST_NAME}.sig`;
/** A manifest is a few lines and its notes. */
export const MANIFEST_LIMIT_BYTES = 256 * 1_024;

const File = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/),
  size_bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a release says of itself: `lucid-update.json`, whose bytes `lucid-update.json.sig` signs. */
const UpdateManifest = z.strictObject({
  format: z.literal("lucid-update-1"),
  version: z.string().refine(isVersion, "is no version"),
  released_at: z.iso.datetime(),
  /** When it was signed, anew where nothing else changed. */
  signed_at: z.iso.datetime(),
  /** When it is signed anew at the latest. */
  valid_until: z.iso.datetime(),
  /** What changed, in lines of text. */
  notes: z.string(),
  /** The tarball of each architecture, as Node.js names them. */
  files: z.partialRecord(z.enum(["x64", "arm64"]), File),
});
export type UpdateManifest = z.infer<typeof UpdateManifest>;

/** An update that is not taken, and why. Nothing was changed. */
export class UpdateRefused extends Error {
  override readonly name = "UpdateRefused";
}

/**
 * The manifest, once its signature holds: Ed25519 over the very bytes (RFC 8032), written in base64. `key` is base64 of the
 * 32 bytes of the public key.
 * @throws UpdateRefused
 */
export function openManifest(bytes: Buffer, signature: string, key: string): UpdateManifest {
  const x = Buffer.from(key, "base64").toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  // Before anything of it is read: what a stranger wrote is not even parsed.
  if (!verify(null, bytes, publicKey, Buffer.from(signature.trim(), "base64")))
    throw new UpdateRefused("its signature is not of the key that this program trusts");
  const parsed = UpdateManifest.safeParse(parseJson(bytes.toString("utf8")));
  if (!parsed.success) throw new UpdateRefused(`its manifest cannot be read: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UpdateRefused("its manifest is no JSON", { cause });
  }
}
