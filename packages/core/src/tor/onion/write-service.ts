import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TorOptions } from "../tor-port.ts";
import { onionKeyOf } from "./onion-key.ts";

/** The folder of an onion service as tor reads it, anew from the node's own key and clients. Only the node's user can read it. */
export async function writeService(folder: string, { seed, clients }: Pick<TorOptions, "seed" | "clients">): Promise<void> {
  const { secretFile, publicFile } = onionKeyOf(seed);
  await rm(folder, { recursive: true, force: true });
  const authorized = join(folder, "authorized_clients");
  await mkdir(authorized, { recursive: true, mode: 0o700 });
  const write = (path: string, content: Uint8Array | string): Promise<void> => writeFile(path, content, { mode: 0o600 });
  await write(join(folder, "hs_ed25519_secret_key"), secretFile);
  await write(join(folder, "hs_ed25519_public_key"), publicFile);
  for (const { name, publicKey } of clients) await write(join(authorized, `${name}.auth`), `descriptor:x25519:${publicKey}\n`);
}
