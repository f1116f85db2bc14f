import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AgeRecipient } from "@lucid/contract";
import { DOMAIN, verifyObject } from "@lucid/proof";
import { z } from "zod";
import { BackupError } from "./backup-error.ts";
import { MANIFEST } from "./backup-place.ts";

const Hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const File = z.strictObject({ size: z.int().nonnegative(), sha256: Hex32 });

/** What a backup holds. It is signed by the node: age tells who may open a file, and not who made it. */
export const BackupManifest = z.strictObject({
  format: z.literal("lucid-backup"),
  version: z.literal(1),
  backup_id: z.uuid(),
  /** Ed25519 public key of the node. */
  node: Hex32,
  created_at: z.iso.datetime(),
  lucid_version: z.string().max(64),
  /** `node.age`: an age file with a tar archive of databases, keys and documents. */
  archive: File,
  recipients: z.array(AgeRecipient).min(1),
  /** The sealed chunks that belong to it; `list` is `recordings.txt`. Null where they were left out. */
  recordings: z
    .strictObject({
      list: File,
      chunks: z.int().nonnegative(),
      bytes: z.int().nonnegative(),
      /** Chunks that the node's rows name and whose files were missing or damaged. */
      absent: z.int().nonnegative(),
    })
    .nullable(),
  /** Files of the data folder that were left out, because nobody knows what they are. */
  left_out: z.array(z.string().max(1_024)),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

export const SignedBackup = z.strictObject({ manifest: BackupManifest, signature: z.string().regex(/^[0-9a-f]{128}$/) });
export type SignedBackup = z.infer<typeof SignedBackup>;

/**
 * The manifest in a backup's folder, which its node has signed.
 * @throws BackupError `not-a-backup` where there is none, `altered` where it is not as it was signed.
 */
export async function readManifest(backup: string): Promise<BackupManifest> {
  let text: string;
  try {
    text = await readFile(join(backup, MANIFEST), "utf8");
  } catch (cause) {
    throw new BackupError("not-a-backup", `${backup} is no backup: there is no ${MANIFEST} that can be read in it`, { cause });
  }
  const signed = SignedBackup.safeParse(parsed(text));
  if (!signed.success) throw new BackupError("altered", `${MANIFEST} is not the manifest of a backup that this version knows`);
  const { manifest, signature } = signed.data;
  if (!verifyObject(DOMAIN.backup, manifest, signature, manifest.node))
    throw new BackupError("altered", `${MANIFEST} is not as the node has signed it`);
  return manifest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
