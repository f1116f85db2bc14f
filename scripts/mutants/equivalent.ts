import { CALLERS, type Equivalent } from "./equivalence.ts";
import { opening } from "./equivalent-opening.ts";
import { reading } from "./equivalent-reading.ts";
import { video } from "./equivalent-video.ts";
import type { Mutant } from "./find-checks.ts";

type Known = Pick<Equivalent, "file" | "within" | "edit">;

const UNREAD = "no verifier reads whole blocks and single votes: evidence carries headers and links";
const UNSENT = "no verifier reads whole lists: evidence carries one of their items";
const UNHELD =
  "no verifier reads changes of membership, offences, proofs of work, keys and acts of governance: there is no evidence of them, and certificates teach lists";
const WORDED = "it chooses how a part is called in words, and refuses nothing";
const FITS = "so many entries do not fit into the 134 217 728 bytes of a manifest";
const COUNTED = "its items are counted, and too many refused, before any is given its form";
const CHOSEN = "the form was chosen by this very value";
const PATH =
  "every step of a path that leads to this tree's root is a node of this tree, so it starts at no other head of that size; and none leads from a larger size";
const LISTED = "how many altered chunks are named beside the first is no part of the verdict";
const AGAIN = "what follows gives it its form again, in the same words";
const STATED = "the form of a statement asks for digests, and for one payout at least";
const NUMBERS = "no number that ECMAScript prints is as long";

export const equivalents: readonly Equivalent[] = [
  ...video,
  { file: "formats/block.ts", within: "Attestation", why: UNREAD },
  { file: "formats/block.ts", within: "SignedAttestation", why: UNREAD },
  { file: "formats/block.ts", within: "Block", why: UNREAD },
  { file: "chain-v2/vote-group.ts", within: "VoteGroup", why: UNREAD },
  { file: "chain-v2/block.ts", within: "Block", why: UNREAD },
  ...["Operation", "ListRef", "Approval", "MembershipChange"].map((within) => ({
    ...{ file: "chain-v2/membership.ts", within, why: UNHELD },
  })),
  ...["SignedHeader", "OffencePair", "checkOffence", "factsOfBlocks", "factsOfVotes", "isTwice", "isAround"].map((within) => ({
    ...{ file: "chain-v2/offence.ts", within, why: UNHELD },
  })),
  ...["RelayReport", "StorageReport", "UptimeReport", "signed", "TaskProof"].map((within) => ({
    ...{ file: "chain-v2/task-proof.ts", within, why: UNHELD },
  })),
  { file: "chain-v2/node-registration.ts", within: "NodeRegistration", why: UNHELD },
  ...["GovernedParameters", "change", "GovernanceAction"].map((within) => ({
    ...{ file: "chain-v2/governance.ts", within, why: UNHELD },
  })),
  ...["membership", "offence", "taskProof", "nodeRegistration", "governance", "networkLink"].map((within) => ({
    ...{ file: "chain-v2/transaction.ts", within, why: UNHELD },
  })),
  ...["sentMembership", "sentOffence", "sentTaskProof", "sentNodeRegistration", "sentGovernance", "sentNetworkLink"].map(
    (within) => ({
      ...{ file: "chain-v2/transaction.ts", within, why: UNHELD },
    }),
  ),
  { file: "bundle/layout.ts", within: "isPartName", why: WORDED },
  { file: "chain-v2/transaction.ts", within: "SignedTransaction", why: UNSENT },
  { file: "chain-v2/transaction.ts", within: "sentCheckpoint", why: UNSENT },
  { file: "chain-v2/transaction.ts", within: "sentAnchors", why: UNSENT },
  { file: "chain-v2/transaction.ts", within: "checkpoint", edit: "anything for z.literal", why: CHOSEN },
  { file: "chain-v2/transaction.ts", within: "anchors", edit: "anything for z.literal", why: CHOSEN },
  {
    file: "chain-v2/members.ts",
    within: "isSorted",
    edit: "drop operand at === 0",
    why: "before the first stands the empty text, which every entity is above",
  },
  {
    file: "chain-v2/certificate.ts",
    within: "linkProblem",
    edit: "drop operand child",
    why: "the line before has seen that both are there or neither",
  },
  {
    file: "chain-v2/evidence.ts",
    within: "isBelow",
    edit: "drop operand leaf !== undefined",
    why: "a hash that was computed here has the form of one",
  },
  ...["PolicyV1", "PolicyV2"].map((within) => ({
    ...{ file: "formats/policy.ts", within, edit: "anything for z.literal", why: CHOSEN },
  })),
  { file: "formats/manifest.ts", within: "ManifestV1", edit: "one more than", why: FITS },
  { file: "formats/manifest.ts", within: "ManifestV2", edit: "one more than", why: FITS },
  { file: "bundle/tar.ts", within: "encodeTarHeader", edit: "drop operand", why: CALLERS },
  { file: "bundle/tar.ts", within: "encodeTarHeader", edit: ">= for", why: CALLERS },
  {
    file: "bundle/tar.ts",
    within: "decodeTarHeader",
    edit: "<= for end < 0",
    why: "an empty name is none, with or without the zeros behind it",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "drop operand !next.ok",
    why: "what could not be read has no name",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "drop operand part.ok",
    why: "after a failure nobody asks for absent parts",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "without other === undefined",
    why: "it only tells a specialist that the archive ends",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "<= for index < chunk",
    why: "the chunk with this very index is the part that belongs here",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "drop operand raw.ok",
    why: "a header that is damaged could be read",
  },
  { file: "chain/evidence.ts", within: "checkFinal", edit: "drop operand", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "drop operand last === undefined", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "drop operand first === undefined", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "drop operand hash === undefined", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "without last === undefined", why: CALLERS },
  {
    file: "chunk/container.ts",
    within: "limitsOf",
    edit: "without header.salt.length",
    why: "what is read has these lengths; only writers can get them wrong",
  },
  { file: "chunk/container.ts", within: "limitsOf", edit: "drop operand header.salt.length", why: "as above" },
  { file: "chunk/container.ts", within: "limitsOf", edit: "drop operand header.nonce.length", why: "as above" },
  {
    file: "encoding/canonical-json.ts",
    within: "formatFailure",
    edit: "drop operand",
    why: "no other document has a number at that place of a path",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createNestingCounter",
    edit: "without deepest > MAX_DEPTH",
    why: "it saves counting what is already too deep",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createNestingCounter",
    edit: ">= for depth > deepest",
    why: "it stores the same number again",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "without !isCanonical",
    why: "it saves comparing names of a text that is already refused",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "drop operand typeof before",
    why: "nothing compares with what is undefined",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "< for digits.length <= MAX_NUMBER_UNITS",
    why: NUMBERS,
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "drop operand digits.length > MAX_NUMBER_UNITS",
    why: NUMBERS,
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: ">= for digits.length > MAX_NUMBER_UNITS",
    why: NUMBERS,
  },
  { file: "bundle/read-bundle.ts", within: "takeIf", edit: "drop operand part.ok", why: "what could not be read has no value" },
  {
    file: "bundle/read-bundle.ts",
    within: "readDocuments",
    edit: ">= for manifestPart.value.size > reading.mostManifestBytes",
    why: "what a reader has memory for is no matter of the format; its unit test holds the bound",
  },
  ...["without", ">= for"].map((edit) => ({
    ...{ file: "encoding/format-reading.ts", within: "parseLongFormat", edit: `${edit} bytes.length > most` },
    why: "no published vector is as long; the unit test of judging files holds the bound",
  })),
  { file: "formats/bundle.ts", within: "BundleDescriptor", edit: "one more than", why: COUNTED },
  { file: "formats/bundle.ts", within: "BundleCheckpoints", edit: "one more than", why: COUNTED },
  { file: "formats/bundle.ts", within: "BundleBlocks", edit: "one more than", why: COUNTED },
  { file: "formats/transaction.ts", within: "Transaction", edit: "anything for z.literal(", why: CHOSEN },
  { file: "formats/manifest.ts", within: "ManifestV1", edit: "anything for z.literal(1)", why: CHOSEN },
  { file: "formats/manifest.ts", within: "ManifestV2", edit: "anything for z.literal(2)", why: CHOSEN },
  ...reading,
  ...opening,
  { file: "encoding/signature.ts", within: "createSignedBytesCheck", edit: "without signature.length", why: CALLERS },
  { file: "encoding/signature.ts", within: "createSignedBytesCheck", edit: "drop operand signature.length", why: CALLERS },
  { file: "encoding/signature.ts", within: "createSignedBytesCheck", edit: "drop operand publicKey.length", why: CALLERS },
  {
    file: "encoding/signature.ts",
    within: "createSignedBytesCheck",
    edit: "> for s >=",
    why: "a signature that holds with S of exactly L would need a preimage of SHA-512",
  },
  { file: "session/manifest.ts", within: "contentsSteps", edit: "drop operand end === undefined", why: CALLERS },
  {
    file: "verify/chunk-proof.ts",
    within: "verifyChunkProof",
    edit: "without head === undefined",
    why: "a tree without size and root holds no path",
  },
  {
    file: "verify/chain-parts.ts",
    within: "checkCheckpoint",
    edit: "drop operand head === undefined",
    why: "without a head there is no last chunk either",
  },
  {
    file: "verify/chain-parts.ts",
    within: "statedBy",
    edit: 'without transaction.type !== "session_anchor_v2"',
    why: "what a checkpoint says is never what an anchor of the manifest says, which is compared next",
  },
  { file: "verify/chain-parts.ts", within: "continuesHead", edit: "without size > tree.size ||", why: PATH },
  { file: "verify/chain-parts.ts", within: "continuesHead", edit: "drop operand tree.rootAt(size) !== root", why: PATH },
  {
    file: "verify/chain-parts.ts",
    within: "checkpointSteps",
    edit: "drop operand continues !== undefined",
    why: "no number is larger than undefined",
  },
  {
    file: "verify/check-after.ts",
    within: "isBefore",
    edit: "<= for after.height < block.height",
    why: "the evidence shows the block at its own height, and nobody can name its hash in what it commits to",
  },
  { file: "verify/check-after.ts", within: "checkAfter", edit: "drop operand last !== undefined", why: CALLERS },
  {
    file: "verify/check-contents.ts",
    within: "checkContents",
    edit: "drop operand failure.chunk",
    why: "every failure of a container names its chunk",
  },
  { file: "verify/check-contents.ts", within: "checkContents", edit: "drop operand chunks.length < MAX_LISTED", why: LISTED },
  { file: "verify/check-contents.ts", within: "checkContents", edit: "<= for chunks.length < MAX_LISTED", why: LISTED },
  {
    file: "verify/check-contents.ts",
    within: "checkContents",
    edit: "<= for running.length < AT_ONCE",
    why: "how many parts are hashed at the same time changes no hash",
  },
  {
    file: "verify/check-relations.ts",
    within: "isSentBefore",
    edit: "<= for one.chain.height < other.chain.height",
    why: "the line asks for different heights first",
  },
  {
    file: "session/after.ts",
    within: "goesOnFrom",
    edit: ">= for after.height > before.height",
    why: "equal heights have gone the other way",
  },
  { file: "session/entries.ts", within: "checkSecondVersion", edit: "drop operand isSecondVersion(previous)", why: CALLERS },
  {
    file: "chain/signature-check.ts",
    within: "createSignatureCheck",
    edit: "without domain === DOMAIN.manifest",
    why: "it decides which of two checks that accept the same is asked",
  },
  { file: "chain-v2/network-proof.ts", within: "NetworkProof", edit: "anything for Genesis", why: AGAIN },
  {
    file: "chain-v2/network-proof.ts",
    within: "checkNetworkProof",
    edit: 'drop operand "manifest_hash" in item',
    why: "a head has no manifest: the comparison that follows refuses it",
  },
  { file: "payouts/payout-document.ts", within: "PayoutProof", edit: 'anything for z.literal("lucid', why: CHOSEN },
  { file: "payouts/payout-document.ts", within: "PayoutStatement", edit: 'anything for z.literal("lucid', why: CHOSEN },
  {
    file: "payouts/verify-payout-document.ts",
    within: "verifyPayoutDocument",
    edit: "drop operand transaction.type",
    why: "no transaction of another kind has a log",
  },
  { file: "merkle/grow.ts", within: "rootAfter", edit: "without hash === undefined", why: STATED },
  { file: "merkle/grow.ts", within: "rootAfter", edit: "without last === undefined", why: STATED },
  {
    file: "encoding/signature.ts",
    within: "keyOf",
    why: "how many points and tables are kept, and from when on, changes no answer",
  },
];

export const isEquivalent = (mutant: Mutant): boolean => equivalents.some((entry) => matches(entry, mutant));

/** Entries of the list that fit no check any more. */
export const stale = (mutants: readonly Mutant[]): readonly Known[] =>
  equivalents.filter((entry) => !mutants.some((mutant) => matches(entry, mutant)));

const matches = ({ file, within, edit }: Known, mutant: Mutant): boolean =>
  mutant.file === file && mutant.within === within && mutant.edit.startsWith(edit ?? "");
