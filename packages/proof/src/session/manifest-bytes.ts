import type { Digest } from "../bundle/digest.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import { piecesOf } from "../bundle/read-document.ts";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import { bytesToHex, hexToBytes } from "../encoding/bytes.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { createSignedBytesCheck } from "../encoding/signature.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { Work } from "../work.ts";

export interface ManifestBytes {
  /** Hash of the manifest, in hex. */
  readonly hash: string;
  /** Whether the signature beside it covers it with the node's key. */
  readonly isSigned: boolean;
}

export interface ManifestBytesTools {
  readonly digest: Digest;
  readonly work: Work;
  readonly signal?: Cancellation | undefined;
}

/** What is signed and hashed of a manifest, from the very bytes of a bundle: they are known to be canonical. */
export async function readManifestBytes(source: ByteSource, bundle: Bundle, tools: ManifestBytesTools): Promise<ManifestBytes> {
  const { work, digest, signal } = tools;
  const { manifestPlace: place, manifest: signed } = bundle;
  const onBytes = (count: number): void => work.done("hashing", count);
  const check = createSignedBytesCheck(hexToBytes(signed.signature), hexToBytes(signed.manifest.node));
  check.push(utf8(`${DOMAIN.manifest}\n`));
  for await (const piece of piecesOf(source, place, signal)) {
    check.push(piece);
    onBytes(piece.length);
  }
  const hash = bytesToHex(await digest(place.offset, place.size, onBytes));
  return { hash, isSigned: check.holds() };
}
