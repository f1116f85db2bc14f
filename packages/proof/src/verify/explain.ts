import type { VideoFacts } from "../video-file/check-pictures.ts";
import { aboutNetwork, type ExplainedNetwork, findNetworkProof, NETWORK_FUNCTIONS } from "./explain-network.ts";
import { EXPLAIN_NEEDS, FUNCTIONS, OPEN_BUNDLE, OPENSSL_SAYS, shellWord } from "./explain-shell.ts";
import { aboutStamps, type ExplainedTimes, findTimes } from "./explain-stamps.ts";
import { aboutTimes } from "./explain-times.ts";
import { aboutWitnesses, type ExplainedWitnesses, findWitnessProof, WITNESS_FUNCTIONS } from "./explain-witnesses.ts";
import type { BundleFacts, ChainFacts } from "./verdict.ts";

/** One check of the verifier, repeatable with common tools. */
export interface ExplainedCheck {
  readonly id: string;
  readonly title: string;
  /** What the check goes by: names and values, of the bundle. */
  readonly inputs: readonly (readonly [name: string, value: string])[];
  /** Lines of bash, after `prepare` and in the bundle's folder; empty where no common tool does it. */
  readonly commands: string;
  /** Exactly what they print when the check holds. */
  readonly prints: string;
}

/** How to repeat a verdict by hand. */
export interface Explanation {
  readonly needs: string;
  /** Lines of bash that open the bundle and define the functions which the checks use. */
  readonly prepare: string;
  readonly checks: readonly ExplainedCheck[];
}

/** What goes beside a recording and holds. */
export interface ExplainedBeside {
  readonly network?: ExplainedNetwork | undefined;
  readonly times?: ExplainedTimes | undefined;
  /** With the network alone. */
  readonly witnesses?: ExplainedWitnesses | undefined;
}

/**
 * The checks of a verified bundle with their inputs and the commands that repeat them (docs/formats/verify-by-hand.md tells
 * them as a story). `file` is the bundle's path, for the shell. What the commands leave out are the clocks and blocks
 * that entries of version 2 name, the schedule of the blocks and the strict form of the archive.
 */
export const explainFacts = (
  facts: BundleFacts,
  file?: string,
  video?: VideoFacts,
  { network, times, witnesses: seen }: ExplainedBeside = {},
): Explanation => ({
  needs: EXPLAIN_NEEDS,
  prepare: [
    video === undefined ? findBundle(file) : cutOut(facts, file),
    ...(times === undefined ? [] : [findTimes(times)]),
    ...(network === undefined ? [] : [findNetworkProof(network)]),
    ...(seen === undefined ? [] : [findWitnessProof(seen)]),
    `${OPEN_BUNDLE}\n\n${FUNCTIONS}`,
    ...(network === undefined ? [] : [`\n${NETWORK_FUNCTIONS}`]),
    ...(seen === undefined ? [] : [`\n${WITNESS_FUNCTIONS}`]),
  ].join("\n"),
  checks: [
    ...aboutParts(),
    ...aboutManifest(facts),
    ...(video === undefined ? aboutChunks(facts) : [aboutPictures(video)]),
    ...aboutRoot(facts),
    ...aboutTimes(facts),
    ...aboutGrant(facts),
    ...aboutAnchor(facts),
    ...aboutCheckpoints(facts),
    ...aboutBlocks(facts),
    ...(network === undefined ? [] : aboutNetwork(network, facts)),
    ...(seen === undefined || network === undefined ? [] : aboutWitnesses(seen, network.facts)),
    ...(times === undefined ? [] : aboutStamps(times, facts.anchor)),
  ],
});

const findBundle = (file = "recording.lucid"): string => `bundle=${shellWord(file)}`;

/** The bundle is the end of the video. */
const cutOut = ({ bundleSize }: BundleFacts, file = "recording.mp4"): string =>
  `bundle=$(mktemp)\ntail -c ${bundleSize} -- ${shellWord(file)} > "$bundle"`;

const aboutParts = (): ExplainedCheck[] => [
  {
    id: "sums",
    title: "Nothing was damaged on the way",
    inputs: [["list", "SHA256SUMS"]],
    commands: `sha256sum --quiet -c SHA256SUMS && echo undamaged`,
    prints: "undamaged",
  },
  {
    id: "canonical",
    title: "Every document is in its one permitted form (RFC 8785)",
    inputs: [["documents", "*.json"]],
    commands: `for part in *.json; do jq -cjS . "$part" | cmp - "$part"; done && echo canonical`,
    prints: "canonical",
  },
];

const aboutManifest = (facts: BundleFacts): ExplainedCheck[] => [
  {
    id: "names",
    title: "The manifest names session, network, node and owner",
    inputs: [
      ["session", facts.sessionId],
      ["network", facts.network.hash],
      ["node", facts.node],
      ["owner", facts.owner],
    ],
    commands: `jq -r '.manifest | .session_id, .network, .node, .owner' manifest.json`,
    prints: [facts.sessionId, facts.network.hash, facts.node, facts.owner].join("\n"),
  },
  {
    id: "network",
    title: "The founding document is that of this network",
    inputs: [["SHA-256 of genesis.json", facts.network.hash]],
    commands: `digest < genesis.json`,
    prints: facts.network.hash,
  },
  {
    id: "manifest-signature",
    title: "The node signed the manifest",
    inputs: [
      ["public key", facts.node],
      ["SHA-256 of the manifest", facts.manifestHash],
      ["domain", "lucid:manifest:v1"],
    ],
    commands: [
      `jq -cjS .manifest manifest.json | digest`,
      `jq -cjS .manifest manifest.json | signed lucid:manifest:v1 ${facts.node} "$(jq -r .signature manifest.json)"`,
    ].join("\n"),
    prints: `${facts.manifestHash}\n${OPENSSL_SAYS}`,
  },
];

const aboutRoot = (facts: BundleFacts): ExplainedCheck[] => [
  {
    id: "merkle-root",
    title: "The fingerprint is that of all chunks in their order (RFC 9162)",
    inputs: [
      ["entries", String(facts.chunkCount)],
      ["root", facts.merkleRoot],
    ],
    commands: `root 0 ${facts.chunkCount}\njq -r .manifest.merkle.root manifest.json`,
    prints: `${facts.merkleRoot}\n${facts.merkleRoot}`,
  },
];

function aboutChunks({ includedCount }: BundleFacts): ExplainedCheck[] {
  if (includedCount === 0) return [];
  const check: ExplainedCheck = {
    id: "chunks",
    title: "Every chunk has the bytes that its entry in the manifest names",
    inputs: [["chunks", `${includedCount}, chunks/<index>.chunk`]],
    commands: [
      `for chunk in chunks/*.chunk; do`,
      `  jq -r ".manifest.chunks[$((10#$(basename "$chunk" .chunk)))].sha256 + \\"  $chunk\\"" manifest.json`,
      `done | sha256sum -c | grep -c ': OK$'`,
    ].join("\n"),
    prints: String(includedCount),
  };
  return [check];
}

const aboutPictures = ({ pictures, parts }: VideoFacts): ExplainedCheck => ({
  id: "pictures",
  title:
    "The pictures of each chunk are those that its entry commits to: no common tool computes the commitment (docs/formats/video.md); second_verifier.py of the documentation does it with Python alone",
  inputs: [
    ["pictures", String(pictures)],
    ["chunks", parts.map(({ chunks: [first, last] }) => (first === last ? `${first}` : `${first}-${last}`)).join(", ")],
  ],
  commands: "",
  prints: "",
});

function aboutGrant(facts: BundleFacts): ExplainedCheck[] {
  const { policyHash, consentHash, policyIncluded, consentIncluded } = facts.grant;
  return [
    {
      id: "grant-terms",
      title: "The permission is for this session, node and network, and lasted to the end",
      inputs: [["ends", `${facts.grant.endsAtMs} ms after 1970`]],
      commands: `jq '.manifest | .grant.terms.session_id == .session_id and .grant.terms.node == .node and .grant.terms.network == .network and .grant.terms.ends_at_ms >= .ended_at_ms' manifest.json`,
      prints: "true",
    },
    {
      id: "grant-signature",
      title:
        "The owner signed the permission: no common tool recovers a TRON signature; second_verifier.py of the documentation does it with Python alone, a wallet with verifyMessageV2",
      inputs: [
        ["must give", facts.owner],
        [
          "text",
          "Lucid recording grant v1, a line break, and the terms as jq -cjS .manifest.grant.terms manifest.json prints them",
        ],
        ["signature", "jq -r .manifest.grant.signature manifest.json"],
      ],
      commands: "",
      prints: "",
    },
    ...(policyIncluded ? [document("policy", "policy.json", policyHash)] : []),
    ...(consentIncluded ? [document("consent", "consent.txt", consentHash)] : []),
  ];
}

const document = (id: string, name: string, hash: string): ExplainedCheck => ({
  id,
  title: `The owner agreed to ${name}`,
  inputs: [[`SHA-256 of ${name}`, hash]],
  commands: `digest < ${name}\njq -r .manifest.grant.terms.${id}_hash manifest.json`,
  prints: `${hash}\n${hash}`,
});

const aboutAnchor = ({ anchor, sessionId, manifestHash, merkleRoot, node }: BundleFacts): ExplainedCheck[] => [
  {
    id: "anchor",
    title: "The node's entry on the chain is about exactly this manifest",
    inputs: [
      ["sender", node],
      ["manifest", manifestHash],
      ["root", merkleRoot],
    ],
    commands: [
      `jq -cjS .transaction.transaction anchor.json | signed lucid:transaction:v1 ${node} "$(jq -r .transaction.signature anchor.json)"`,
      `jq -r '.transaction.transaction | .sender, (.data | .session_id, .manifest_hash, .merkle_root)' anchor.json`,
      `[ "$(jq -cjS .manifest.grant manifest.json | digest)" = "$(jq -r .transaction.transaction.data.grant_hash anchor.json)" ] && echo 'same grant'`,
    ].join("\n"),
    prints: [OPENSSL_SAYS, node, sessionId, manifestHash, merkleRoot, "same grant"].join("\n"),
  },
  ...(anchor.continues ? [aboutHeadBefore(anchor.continues)] : []),
  {
    id: "anchor-block",
    title: "The entry is in its block",
    inputs: blockInputs(anchor),
    commands: [
      `[ "$(transaction_root anchor.json)" = "$(jq -r '.headers[0].header.tx_root' anchor.json)" ] && echo 'in the block'`,
      `jq -cjS '.headers[0].header' anchor.json | digest`,
      `jq '.headers[0].header | .height, .timestamp' anchor.json`,
    ].join("\n"),
    prints: ["in the block", anchor.blockHash, anchor.height, anchor.blockTime].join("\n"),
  },
  {
    id: "anchor-final",
    title: "Its block is final: the blocks follow one another, and more than two thirds of the weight voted for the last",
    inputs: [
      ["final block", `${anchor.finalHeight}, ${anchor.finalHash}`],
      ["voters", `${anchor.attesters} of ${anchor.producers}`],
    ],
    commands: [
      `blocks anchor.json`,
      `jq -r '.finality | .[0].target.hash, .[1].source.hash, (.[1].target.height == .[0].target.height + 1)' anchor.json`,
      `votes anchor.json 0`,
      `votes anchor.json 1`,
    ].join("\n"),
    prints: [anchor.finalHash, anchor.finalHash, anchor.finalHash, "true", "final", "final"].join("\n"),
  },
];

const aboutHeadBefore = (size: number): ExplainedCheck => ({
  id: "anchor-continues",
  title: "The last head that the node had committed while it ran is the beginning of this very list",
  inputs: [["chunks of that head", String(size)]],
  commands: `[ "$(root 0 ${size})" = "$(jq -r .transaction.transaction.data.consistency.root anchor.json)" ] && echo 'the same beginning'`,
  prints: "the same beginning",
});

const blockInputs = (chain: ChainFacts): [string, string][] => [
  ["block", `${chain.height}, ${chain.blockHash}`],
  ["its time", `${chain.blockTime} s after 1970`],
];

function aboutCheckpoints({ checkpoints, node, sessionId }: BundleFacts): ExplainedCheck[] {
  if (checkpoints.length === 0) return [];
  return [
    {
      id: "checkpoints",
      title: "Each entry from while it ran is the node's, is about the first chunks of this list, and is final",
      inputs: [["entries", String(checkpoints.length)]],
      commands: [
        `for at in $(jq -r 'keys[]' checkpoints.json); do`,
        `  jq -cjS ".[$at]" checkpoints.json > ../checkpoint`,
        `  jq -cjS .transaction.transaction ../checkpoint | signed lucid:transaction:v1 ${node} "$(jq -r .transaction.signature ../checkpoint)" > /dev/null`,
        `  head=$(jq -c '.transaction.transaction.data.heads | map(select(.session_id == "${sessionId}")) | .[0]' ../checkpoint)`,
        `  [ "$(root 0 "$(jq .size <<< "$head")")" = "$(jq -r .root <<< "$head")" ]`,
        `  [ "$(transaction_root ../checkpoint)" = "$(jq -r '.headers[0].header.tx_root' ../checkpoint)" ]`,
        `  [ "$(blocks ../checkpoint)" = "$(jq -r '.finality[0].target.hash' ../checkpoint)" ]`,
        `  echo "$(jq .size <<< "$head") chunks, block $(jq '.headers[0].header.height' ../checkpoint): $(votes ../checkpoint 0), $(votes ../checkpoint 1)"`,
        `done`,
      ].join("\n"),
      prints: checkpoints.map(({ chunks, height }) => `${chunks} chunks, block ${height}: final, final`).join("\n"),
    },
  ];
}

function aboutBlocks({ blocks }: BundleFacts): ExplainedCheck[] {
  if (blocks.length === 0) return [];
  return [
    {
      id: "blocks",
      title: "Each block that is here for its time is named by the recording or its permission, and is final",
      inputs: [["blocks", String(blocks.length)]],
      commands: [
        `for at in $(jq -r 'keys[]' blocks.json); do`,
        `  jq -cjS ".[$at]" blocks.json > ../block`,
        `  hash=$(jq -cjS '.headers[0].header' ../block | digest)`,
        `  height=$(jq '.headers[0].header.height' ../block)`,
        `  jq -e --argjson height "$height" --arg hash "$hash" '.manifest | any(.grant.terms.after, .after, .chunks[].after; . == {$height, $hash})' manifest.json > /dev/null`,
        `  [ "$(blocks ../block)" = "$(jq -r '.finality[0].target.hash' ../block)" ]`,
        `  echo "block $height $hash dated $(jq '.headers[0].header.timestamp' ../block): $(votes ../block 0), $(votes ../block 1)"`,
        `done`,
      ].join("\n"),
      prints: blocks
        .map(({ height, blockHash, blockTime }) => `block ${height} ${blockHash} dated ${blockTime}: final, final`)
        .join("\n"),
    },
  ];
}
