import { checkFormat } from "../encoding/canonical-json.ts";
import { type BlockEvidence, Evidence } from "../formats/evidence.ts";
import type { Genesis } from "../formats/genesis.ts";
import { type Outcome, passed } from "../outcome.ts";
import type { BlockFacts, ChainFacts } from "../verify/verdict.ts";
import { checkFinality } from "./finality.ts";
import { checkHeaderChain } from "./header.ts";
import { type Network, openNetwork } from "./network.ts";
import { createSignatureCheck, type SignatureCheck } from "./signature-check.ts";
import { checkInclusion, checkTransaction } from "./transaction.ts";

/** Checks that a transaction is final on the network of `genesis`. What the transaction says is the caller's to check. */
export function verifyEvidence(evidence: Evidence, genesis: Genesis): Outcome<ChainFacts> {
  const network = openNetwork(genesis);
  if (!network.ok) return network;
  const parsed = checkFormat(Evidence, evidence);
  return parsed.ok ? checkEvidence(parsed.value, network.value, createSignatureCheck()) : parsed;
}

/** The same for evidence whose form has been checked, sharing signatures already seen. */
export function checkEvidence(evidence: Evidence, network: Network, isSigned: SignatureCheck): Outcome<ChainFacts> {
  const id = checkTransaction(evidence.transaction, network, isSigned);
  if (!id.ok) return id;
  const hashes = checkHeaderChain(evidence.headers, network, isSigned);
  if (!hashes.ok) return hashes;
  const [block] = evidence.headers;
  if (block === undefined) throw new TypeError("checkEvidence: evidence without headers");
  const included = checkInclusion(evidence.transaction, { index: evidence.tx_index, path: evidence.tx_path }, block.header);
  if (!included.ok) return included;
  const final = checkFinal(evidence, hashes.value, network, isSigned);
  if (!final.ok) return final;
  return passed({ transactionId: id.value, sender: evidence.transaction.transaction.sender, ...final.value });
}

/** The same for a block alone. */
export function checkBlockEvidence(evidence: BlockEvidence, network: Network, isSigned: SignatureCheck): Outcome<BlockFacts> {
  const hashes = checkHeaderChain(evidence.headers, network, isSigned);
  return hashes.ok ? checkFinal(evidence, hashes.value, network, isSigned) : hashes;
}

function checkFinal(
  { headers, finality }: BlockEvidence,
  hashes: readonly string[],
  network: Network,
  isSigned: SignatureCheck,
): Outcome<BlockFacts> {
  const [block, final] = [headers[0], headers.at(-1)];
  if (block === undefined || final === undefined) throw new TypeError("checkFinal: evidence without headers");
  const voters = checkFinality(finality, headers, hashes, network, isSigned);
  if (!voters.ok) return voters;
  return passed({
    height: block.header.height,
    blockHash: hashes[0] ?? "",
    blockTime: block.header.timestamp,
    finalHeight: final.header.height,
    finalHash: hashes.at(-1) ?? "",
    finalTime: final.header.timestamp,
    attesters: voters.value,
    producers: network.genesis.producers.length,
  });
}
