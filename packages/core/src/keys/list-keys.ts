import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DataFolderError } from "../ground/index.ts";
import { ROTATED_KEYS, type RotatedKey } from "./rotate-key.ts";

interface KnownKey {
  readonly key: RotatedKey;
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
  return ROTATED_KEYS.flatMap((key): KnownKey[] => {
    const path = key === "rdp" ? join(keys, "rdp", "certificate.pem") : join(keys, `${key}.key`);
    if (!existsSync(path)) return [];
    const made_at = statSync(path).mtime.toISOString();
    if (key !== "rdp") return [{ key, made_at }];
    const { fingerprint256: fingerprint, validTo } = new X509Certificate(readFileSync(path));
    return [{ key, made_at, fingerprint, valid_until: new Date(validTo).toISOString() }];
  });
}
