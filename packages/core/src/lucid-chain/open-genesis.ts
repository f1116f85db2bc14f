import { existsSync, readFileSync } from "node:fs";
import { createSoloGenesis, parametersForInterval, parseGenesis } from "@lucid/chain";
import { writeDurably } from "@lucid/foundation";
import { canonicalJson, type Genesis } from "@lucid/proof";
import { damagedFile, type Ground } from "../ground/index.ts";

/** Reads the network's genesis, or makes a solo network with this node as its only producer. */
export async function openGenesis(
  { folder, clock, keys }: Pick<Ground, "folder" | "clock" | "keys">,
  blockInterval: number,
): Promise<Genesis> {
  const path = folder.file("genesis.json");
  try {
    return parseGenesis(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw damagedFile(path, `it is no genesis document: ${(error as Error).message}`, { cause: error });
    }
  }
  if (existsSync(folder.file("chain.db"))) throw damagedFile(path, "it is gone, and the chain that it began is there");
  const genesis = createSoloGenesis({
    network: "lucid_solo",
    startsAtMs: clock.now(),
    publicKey: keys.publicKey,
    parameters: parametersForInterval(blockInterval),
  });
  await writeDurably(path, canonicalJson(genesis));
  return genesis;
}
