import type { DeletionStatement } from "../formats/deletion-receipt.ts";
import type { ExplainedCheck, Explanation } from "./explain.ts";
import { EXPLAIN_NEEDS, OPENSSL_SAYS, SIGNING, shellWord } from "./explain-shell.ts";

/** The checks of a deletion receipt with their inputs and the commands that repeat them. */
export const explainReceipt = (receipt: DeletionStatement, file = "receipt.json"): Explanation => ({
  needs: EXPLAIN_NEEDS,
  prepare: `receipt=${shellWord(file)}\n${OPEN_RECEIPT}\n\n${SIGNING}`,
  checks: [
    {
      id: "receipt-canonical",
      title: "The receipt is in its one permitted form (RFC 8785)",
      inputs: [["document", "receipt.json"]],
      commands: `jq -cjS . receipt.json | cmp - receipt.json && echo canonical`,
      prints: "canonical",
    },
    {
      id: "receipt-signature",
      title: "The node that it names signed it",
      inputs: [
        ["public key", receipt.node],
        ["domain", "lucid:deletion:v1"],
      ],
      commands: `jq -cjS .receipt receipt.json | signed lucid:deletion:v1 ${receipt.node} "$(jq -r .signature receipt.json)"`,
      prints: OPENSSL_SAYS,
    },
    names(receipt),
  ],
});

const OPEN_RECEIPT = `set -euo pipefail
work=$(mktemp -d)
mkdir "$work/receipt"
cat -- "$receipt" > "$work/receipt/receipt.json"
cd "$work/receipt"`;

const names = (receipt: DeletionStatement): ExplainedCheck => ({
  id: "receipt-names",
  title: "It names these; of a recording, lucid verify --explain prints the same of its manifest",
  inputs: [
    ["session", receipt.session_id],
    ["SHA-256 of the manifest", receipt.manifest_hash ?? "none"],
    ["root", receipt.merkle_root ?? "none"],
    ["chunks", String(receipt.chunk_count)],
    ["bytes", String(receipt.total_size)],
    ["node", receipt.node],
  ],
  commands: `jq -r '.receipt | .session_id, .manifest_hash, .merkle_root, .chunk_count, .total_size, .node' receipt.json`,
  prints: [
    receipt.session_id,
    String(receipt.manifest_hash),
    String(receipt.merkle_root),
    receipt.chunk_count,
    receipt.total_size,
    receipt.node,
  ].join("\n"),
});
