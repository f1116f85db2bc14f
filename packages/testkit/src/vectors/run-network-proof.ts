import { answer, documentIn, get, refusal, text, type Values, type VectorAnswer, type Verifier } from "./vector-input.ts";

/** What a verifier says of a link by itself. */
export function networkLink(proof: Verifier, input: Values): VectorAnswer {
  const link = proof.checkFormat(proof.v2.NetworkLink, input["link"]);
  if (!link.ok) return refusal(link.failure);
  return answer(proof.v2.checkNetworkLink(link.value, proof.createSignatureCheck()), ({ height, hash, time }) => ({
    ...{ height, hash, time },
  }));
}

/** What a verifier says of a network proof beside a recording. */
export function networkProof(proof: Verifier, input: Values): VectorAnswer {
  const about = get<Values>(input, "recording");
  const checked = proof.v2.verifyNetworkProof(documentIn(proof, input), {
    sessionId: text(about, "session_id"),
    salt: get<string | null>(about, "salt"),
    grant: { hash: text(about, "grant_hash") },
    manifestHash: text(about, "manifest_hash"),
    merkleRoot: text(about, "merkle_root"),
    chunkCount: get<number>(about, "chunk_count"),
    node: text(about, "node"),
    endedAtMs: get<number>(about, "ended_at_ms"),
    createdAtMs: get<number>(about, "created_at_ms"),
  });
  return answer(checked, (facts) => ({
    transaction_id: facts.transactionId,
    network: facts.network.hash,
    name: facts.network.name,
    height: facts.height,
    final_height: facts.finalHeight,
    voters: facts.voters,
    time: facts.time,
    members: facts.members,
    deciding_keys: facts.decidingKeys,
  }));
}
