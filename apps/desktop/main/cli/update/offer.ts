import { readFile } from "node:fs/promises";
import { writeDurably } from "@lucid/foundation";
import { z } from "zod";
import { type UpdateManifest, UpdateRefused } from "./update-manifest.ts";

const Seen = z.object({ signed_at: z.iso.datetime() });

/**
 * Whoever serves releases cannot make one, but can serve an old offer for ever. So an offer says until when its maker renews it, and
 * the newest that was seen is kept in `file`.
 * @throws UpdateRefused where this one was signed before that.
 */
export async function noteOffer(file: string, { signed_at }: Pick<UpdateManifest, "signed_at">): Promise<void> {
  const seen = await readSeen(file);
  if (seen !== undefined && Date.parse(signed_at) < Date.parse(seen))
    throw new UpdateRefused(`its offer is of ${signed_at}, and one of ${seen} was seen before: somebody serves an old one`);
  if (seen !== signed_at) await writeDurably(file, `${JSON.stringify({ signed_at }, null, 2)}\n`);
}

async function readSeen(file: string): Promise<string | undefined> {
  try {
    return Seen.parse(JSON.parse(await readFile(file, "utf8"))).signed_at;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new UpdateRefused(
      `${file} cannot be read: ${error instanceof Error ? error.message : ""}. Without it any offer is taken for new`,
      {
        cause: error,
      },
    );
  }
}

/** What has to be known of an offer that its maker did not renew in time; undefined while it is valid. */
export function staleness({ signed_at, valid_until }: UpdateManifest, nowMs: number): string | undefined {
  if (nowMs <= Date.parse(valid_until)) return undefined;
  return (
    `the offer is of ${signed_at} and was to be renewed by ${valid_until}, which is past by this computer's clock: ` +
    "whoever serves it may hold back a newer version"
  );
}
