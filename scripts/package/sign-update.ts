import { createHash, createPrivateKey, sign } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Release {
  readonly version: string;
  /** What changed, in lines of text. */
  readonly notes: string;
  readonly releasedAt: Date;
  readonly signedAt: Date;
  /** Days within which it is signed anew. */
  readonly validDays: number;
}

const DAY_MS = 86_400_000;

/**
 * Makes `lucid-update.json` of the tarballs of a version in a folder, and signs its bytes with an Ed25519 key (PEM).
 * @throws when there is no tarball of the version.
 */
export async function signUpdate(folder: string, key: string, release: Release): Promise<void> {
  const { notes, releasedAt, signedAt, validDays, version } = release;
  const files: Record<string, object> = {};
  for (const name of await readdir(folder)) {
    const arch = /^lucid-(.+)-linux-(x64|arm64)\.tar\.gz$/.exec(name);
    if (arch?.[1] !== version || arch[2] === undefined) continue;
    const bytes = await readFile(join(folder, name));
    files[arch[2]] = { name, size_bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
  if (Object.keys(files).length === 0) throw new Error(`${folder} holds no tarball of version ${version}`);
  const manifest = {
    ...{ format: "lucid-update-1", version, released_at: releasedAt.toISOString() },
    ...{ signed_at: signedAt.toISOString(), valid_until: new Date(signedAt.getTime() + validDays * DAY_MS).toISOString() },
    ...{ notes, files },
  };
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const privateKey = createPrivateKey(key);
  if (privateKey.asymmetricKeyType !== "ed25519") throw new Error("Updates are signed with an Ed25519 key");
  await writeFile(join(folder, "lucid-update.json"), text);
  await writeFile(join(folder, "lucid-update.json.sig"), `${sign(null, text, privateKey).toString("base64")}\n`);
}
