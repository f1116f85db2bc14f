import { hexToBytes } from "@noble/hashes/utils.js";
import { answer, documentIn, get, text, type Values, type VectorAnswer, type Verifier } from "./vector-input.ts";

/** What a verifier says of a time proof beside a recording. */
export async function timeProof(proof: Verifier, input: Values): Promise<VectorAnswer> {
  const about = get<Values>(input, "recording");
  const own = { height: get<number>(about, "height"), hash: text(about, "block_hash") };
  const { final = own } = about as { readonly final?: typeof own };
  const { verifyTimeProof } = await proof.loadTimeStamps();
  const checked = await verifyTimeProof(
    documentIn(proof, input),
    {
      network: { hash: text(about, "network") },
      anchor: {
        ...{ height: own.height, blockHash: own.hash, blockTime: get<number>(about, "block_time") },
        ...{ finalHeight: final.height, finalHash: final.hash },
      },
    },
    { subtle: globalThis.crypto.subtle, authorities: get<readonly string[]>(input, "authorities").map(hexToBytes) },
  );
  return answer(checked, ({ stamps }) => ({
    stamps: stamps.map(({ block, atMs, accuracyMs, signer, issuers, pinned }) => ({
      ...{ height: block.height, shown: block.isShown, at_ms: atMs, accuracy_ms: accuracyMs, signer: signer.sha256 },
      ...{ issuers: issuers.map(({ sha256 }) => sha256), pinned: pinned?.sha256 ?? null },
    })),
  }));
}
