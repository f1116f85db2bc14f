import { sha1 } from "@noble/hashes/legacy.js";
import { sha384, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { sha256 } from "../encoding/hash.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { isValidAt, type ReadCertificate } from "./certificates.ts";
import { checkSignature, HASHES, type Subtle } from "./signatures.ts";
import { type ReadToken, readToken, SHA256, TST_INFO } from "./token.ts";

/** Certificates from the signer's to the last, itself included. */
const MAX_CHAIN = 8;

const DIGESTS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "SHA-256": sha256,
  "SHA-384": sha384,
  "SHA-512": sha512,
};

/** One certificate, as it is shown. `name` is what it calls its holder: a stranger's text. */
export interface AuthorityCertificate {
  readonly name: string;
  /** SHA-256 of the certificate in hex, and the certificate itself. */
  readonly sha256: string;
  readonly certificate: string;
}

/** What a token states that holds. Times are Unix milliseconds. */
export interface StampFacts {
  readonly atMs: number;
  /** By how much the authority says it may be off. */
  readonly accuracyMs: number;
  readonly signer: AuthorityCertificate;
  /** From the one that issued the signer's certificate on, as far as certificates came along or were named by the reader. */
  readonly issuers: readonly AuthorityCertificate[];
  /** The certificate of the reader's own that the signer's leads to, or is; null where it leads to none. */
  readonly pinned: AuthorityCertificate | null;
  readonly nonce: string | null;
}

export interface CheckStampOptions {
  readonly subtle: Subtle;
  /** Certificates of authorities that the reader names. */
  readonly pinned?: readonly ReadCertificate[];
}

/**
 * Checks that a token is over this SHA-256 digest and was signed with the key of a certificate for time stamping that was valid then,
 * and follows its issuers as far as they are known. Whether a certificate was revoked is not asked.
 */
export async function checkStamp(
  bytes: Uint8Array,
  digest: string,
  { subtle, pinned = [] }: CheckStampOptions,
): Promise<Outcome<StampFacts>> {
  const token = read(bytes);
  if (typeof token === "string") return failed("time-token", { detail: token });
  if (token.imprint.oid !== SHA256 || token.imprint.hex !== digest) return failed("time-imprint");
  const { signer } = token;
  if (signer === undefined) return failed("time-token", { detail: "it does not carry the certificate of its signer" });
  const fault = statedFault(token, signer);
  if (fault !== undefined) return failed("time-signature", { detail: fault });
  const hash = HASHES[token.digest.oid];
  const signed = await checkSignature(subtle, {
    key: signer.key,
    algorithm: { oid: token.algorithm, hash },
    signature: token.signature,
    data: token.signed,
  });
  if (signed === "weak" || hash === undefined) return failed("time-algorithm");
  if (signed === "fails") return failed("time-signature");
  if (!signer.isForStamping) return failed("time-certificate", { detail: "it is not for time stamping alone" });
  if (!isValidAt(signer, token.atMs)) return failed("time-certificate", { detail: "it was not valid at the time of the stamp" });
  const issuers = await issuersOf(signer, { known: [...pinned, ...token.certificates], pinned, subtle, atMs: token.atMs });
  const own = [signer, ...issuers].find((one) => pinned.some(({ sha256: known }) => known === one.sha256));
  return passed({
    atMs: token.atMs,
    accuracyMs: token.accuracyMs,
    signer: shown(signer),
    issuers: issuers.map(shown),
    pinned: own === undefined ? null : shown(own),
    nonce: token.nonce,
  });
}

const shown = ({ name, sha256: hash, bytes }: ReadCertificate): AuthorityCertificate => ({
  ...{ name, sha256: hash, certificate: bytesToHex(bytes) },
});

function read(bytes: Uint8Array): ReadToken | string {
  try {
    return readToken(bytes);
  } catch (error) {
    return String(error);
  }
}

/** What of the attributes does not fit the content and the certificate, which the signature then does not cover. */
function statedFault({ digest, content, contentType, names }: ReadToken, signer: ReadCertificate): string | undefined {
  const hashed = DIGESTS[HASHES[digest.oid] ?? ""];
  if (contentType !== TST_INFO) return "the signed attributes are of another content";
  if (hashed !== undefined && bytesToHex(hashed(content)) !== digest.stated) return "the digest is not that of the content";
  if (names === undefined) return "it does not name its certificate";
  const named = names.oid === null ? sha1 : DIGESTS[HASHES[names.oid] ?? ""];
  return named !== undefined && bytesToHex(named(signer.bytes)) === names.hex ? undefined : "it names another certificate";
}

/** The certificates above one, each of which signed the one below, was valid then, and may sign certificates. */
async function issuersOf(
  signer: ReadCertificate,
  around: {
    readonly known: readonly ReadCertificate[];
    readonly pinned: readonly ReadCertificate[];
    readonly subtle: Subtle;
    readonly atMs: number;
  },
): Promise<readonly ReadCertificate[]> {
  const { known, pinned, subtle, atMs } = around;
  const above: ReadCertificate[] = [];
  let below = signer;
  const isEnd = ({ sha256: hash, issuer, subject }: ReadCertificate): boolean =>
    issuer === subject || pinned.some((one) => one.sha256 === hash);
  while (!isEnd(below) && above.length < MAX_CHAIN - 1) {
    const { signed: data, signature, algorithm, issuer } = below;
    let next: ReadCertificate | undefined;
    for (const one of known) {
      if (one.subject !== issuer || !one.isAuthority || !isValidAt(one, atMs)) continue;
      if ((await checkSignature(subtle, { key: one.key, algorithm, signature, data })) !== "holds") continue;
      next = one;
      break;
    }
    if (next === undefined) break;
    above.push(next);
    below = next;
  }
  return above;
}
