import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { EXCHANGED_KEYS, type ExchangedKey } from "@lucid/contract";
import { DataFolderError, damagedFile } from "../ground/index.ts";

export interface KnownKey {
  readonly key: ExchangedKey;
  /** When its file was written. */
  readonly made_at: string;
  /** Of a certificate: SHA-256 in upper-case hex pairs with colons, and its end. */
  readonly fingerprint?: string;
  readonly valid_until?: string;
}

/** The keys that a node can have anew and has now; nothing secret of them. @throws DataFolderError when there is no node. */
export function listKeys(data: string): KnownKey[] {
  const keys = join(data, "keys");
  if (!existsSync(join(keys, "node.key"))) throw new DataFolderError(`There is no node in the data folder ${data}`);
  return EXCHANGED_KEYS.flatMap((key): KnownKey[] => {
    const path = key === "rdp" ? join(keys, "rdp", "certificate.pem") : join(keys, `${key}.key`);
    if (!existsSync(path)) return [];
    const made_at = statSync(path).mtime.toISOString();
    if (key !== "rdp") return [{ key, made_at }];
    const { fingerprint256: fingerprint, validTo } = readCertificate(path);
    return [{ key, made_at, fingerprint, valid_until: new Date(validTo).toISOString() }];
  });
}

function readCertificate(path: string): X509Certificate {
  try {
    return new X509Certificate(readFileSync(path));
  } catch (cause) {
    throw damagedFile(path, (cause as Error).message, { cause });
  }
}
