import type { Genesis } from "@lucid/proof";
import { bootstrapAttesters } from "../consensus/attesters.ts";
import { genesisHash } from "../genesis.ts";
import type { KindTable } from "../kinds/transaction-kind.ts";
import { bootstrapElection } from "../schedule/election.ts";
import { createSignatureChecker } from "../signing/signature-checker.ts";
import { createApplyTransaction } from "../state/apply-transaction.ts";
import { createChainFormat } from "../transactions/transaction-format.ts";
import type { BlockRules } from "./block-rules.ts";

/** The rules of the network of this genesis, with these kinds of transactions. */
export const createBlockRules = (kinds: KindTable, genesis: Genesis): BlockRules => ({
  genesis,
  networkId: genesisHash(genesis),
  format: createChainFormat(kinds),
  apply: createApplyTransaction(kinds, genesis.parameters),
  elect: bootstrapElection(genesis),
  attestersOf: bootstrapAttesters(genesis),
  checkSignature: createSignatureChecker(),
});
