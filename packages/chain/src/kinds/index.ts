import type { Transaction, TransactionType } from "@lucid/proof";
import { auditCheckpoint } from "./audit-checkpoint/audit-checkpoint.ts";
import { nodeCheckpoint } from "./node-checkpoint/node-checkpoint.ts";
import { sessionAnchor } from "./session-anchor/session-anchor.ts";
import { sessionAnchorV2 } from "./session-anchor-v2/session-anchor-v2.ts";
import type { TransactionKind } from "./transaction-kind.ts";

/** A kind for every type of the published format, each with that type's data. */
type PublishedKinds = {
  readonly [Type in TransactionType]: TransactionKind<Type, Extract<Transaction, { type: Type }>["data"]>;
};

/** The kinds of transactions that lucid_blocks takes. */
export const transactionKinds = {
  session_anchor: sessionAnchor,
  session_anchor_v2: sessionAnchorV2,
  node_checkpoint: nodeCheckpoint,
  audit_checkpoint: auditCheckpoint,
} as const satisfies PublishedKinds;
export type TransactionKinds = typeof transactionKinds;
