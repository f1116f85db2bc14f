/** A check of the first verifier that no published vector notices yet. */
interface Open {
  readonly file: string;
  readonly within: string;
  readonly edit: string;
}

/**
 * Checks that came with bounded reading, version 2, the second anchor and the relations between parts, and were not looked
 * into yet: some make no difference, for the others a vector is missing. The list may only become shorter.
 */
export const open: readonly Open[] = [
  { file: "bundle/digest.ts", within: "createSourceDigest", edit: "<= for done + PIECE_BYTES < length" },
  { file: "bundle/digest.ts", within: "createSourceDigest", edit: ">= for length > wholeBytes" },
  { file: "bundle/digest.ts", within: "createSourceDigest", edit: "drop operand tools.createSha256 === undefined" },
  { file: "bundle/digest.ts", within: "createSourceDigest", edit: "drop operand tools.sha256 !== undefined" },
  { file: "bundle/digest.ts", within: "createSourceDigest", edit: "without length > wholeBytes" },
  { file: "bundle/sums-check.ts", within: "createSumsCheck", edit: "> for lines.length >= PIECE_BYTES" },
  { file: "bundle/sums-check.ts", within: "createSumsCheck", edit: "drop operand comparedBytes === sums.size" },
  { file: "bundle/sums-check.ts", within: "createSumsCheck", edit: "drop operand isThere" },
  { file: "chain/signature-check.ts", within: "createSignatureCheck", edit: "without domain === DOMAIN.manifest" },
  { file: "encoding/signature.ts", within: "keyOf", edit: "<= for tables < MAX_TABLES" },
  { file: "encoding/signature.ts", within: "keyOf", edit: "> for keys.size >= MAX_KEYS" },
  { file: "encoding/signature.ts", within: "keyOf", edit: "drop operand known.uses === TABLE_FROM_USE" },
  { file: "encoding/signature.ts", within: "keyOf", edit: "drop operand tables < MAX_TABLES" },
  { file: "formats/transaction.ts", within: "Transaction", edit: "unknown fields in z.strictObject" },
  { file: "session/after.ts", within: "goesOnFrom", edit: ">= for after.height > before.height" },
  { file: "session/entries.ts", within: "checkSecondVersion", edit: "drop operand isSecondVersion(previous)" },
  { file: "session/entries.ts", within: "monotonicProblem", edit: "<= for length < 0" },
  { file: "session/entries.ts", within: "monotonicProblem", edit: "without length < 0" },
  { file: "session/manifest.ts", within: "checkContents", edit: "drop operand isOfNetwork(after, manifest.network)" },
  { file: "verify/chain-parts.ts", within: "checkCheckpoint", edit: "< for blockMs <= manifest.ended_at_ms" },
  { file: "verify/chain-parts.ts", within: "checkCheckpoints", edit: "< for checkpoint.value.chunks <= before.chunks" },
  { file: "verify/chain-parts.ts", within: "checkCheckpoints", edit: "drop operand continues !== undefined" },
  { file: "verify/chain-parts.ts", within: "continuesHead", edit: "drop operand tree.rootAt(size) !== root" },
  { file: "verify/chain-parts.ts", within: "continuesHead", edit: "without size > tree.size || tree.rootAt(size) !== root" },
  { file: "verify/chain-parts.ts", within: "statedBy", edit: 'without transaction.type !== "session_anchor_v2"' },
  { file: "verify/check-after.ts", within: "checkAfter", edit: "drop operand last !== undefined" },
  { file: "verify/check-after.ts", within: "checkAfter", edit: "without !isBefore(after, anchor, shown)" },
  {
    file: "verify/check-after.ts",
    within: "checkAfter",
    edit: "without last !== undefined && !isBefore(last.after ?? null, checkpoint, shown)",
  },
  { file: "verify/check-after.ts", within: "isBefore", edit: "<= for after.height < block.height" },
  { file: "verify/check-after.ts", within: "isBefore", edit: "drop operand after.height < block.height" },
  { file: "verify/check-contents.ts", within: "checkContents", edit: "<= for chunks.length < MAX_LISTED" },
  { file: "verify/check-contents.ts", within: "checkContents", edit: "<= for running.length < AT_ONCE" },
  { file: "verify/check-contents.ts", within: "checkContents", edit: "drop operand chunks.length < MAX_LISTED" },
  { file: "verify/check-contents.ts", within: "checkContents", edit: "drop operand failure.chunk !== undefined" },
  { file: "verify/check-relations.ts", within: "isSentBefore", edit: "<= for one.chain.height < other.chain.height" },
  { file: "verify/check-relations.ts", within: "isSentBefore", edit: "<= for one.evidence.tx_index < other.evidence.tx_index" },
  {
    file: "verify/check-relations.ts",
    within: "isSentBefore",
    edit: "> for one.evidence.transaction.transaction.sequence >= other.evidence.transaction.transaction.sequence",
  },
];
