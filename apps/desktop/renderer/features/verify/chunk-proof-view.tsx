import { useLingui } from "@lingui/react";
import { useStore } from "zustand";
import { formatCount, formatUtc } from "../../shared/format/index.ts";
import { ByteSize, Facts, Hash, Term } from "../../shared/ui/index.ts";
import { Banner } from "./banner.tsx";
import { anchorRows } from "./bundle-details.tsx";
import { isoOf } from "./facts-in-words.ts";
import { browserBook } from "./identity/browser-book.ts";
import { identityOf, isElsewhere, isKnown } from "./identity/identities.ts";
import { IdentitySection } from "./identity/identity-section.tsx";
import type { KnownHere } from "./identity/known-here.ts";
import { Refused } from "./refused.tsx";
import { Statements } from "./statements.tsx";
import type { ChunkOutcome } from "./verifier.protocol.ts";
import classes from "./verify.module.css";

export interface ChunkProofViewProps {
  readonly outcome: ChunkOutcome;
  /** Whether the chunk's own file was compared with the proof. */
  readonly comparesFile: boolean;
  readonly here: KnownHere;
  readonly isOnlyLinked: boolean;
}

/** What the verifier found about the proof of one chunk. */
export function ChunkProofView({ outcome, comparesFile, here, isOnlyLinked }: ChunkProofViewProps) {
  const { i18n } = useLingui();
  const { book } = useStore(browserBook.state);
  if (!outcome.ok) return <Refused refusal={outcome.failure} />;
  const { expectation, value } = outcome;
  const { entry, chain, network, treeSize } = value;
  const time = formatUtc(isoOf(chain.blockTime * 1_000));
  const node = identityOf(
    "node",
    { key: chain.sender, expected: !isOnlyLinked && expectation.node === chain.sender },
    here,
    book,
  );
  const onNetwork = identityOf(
    "network",
    { key: network.hash, expected: !isOnlyLinked && expectation.network === network.hash },
    here,
    book,
  );
  const isNamed = isKnown(node) && !isElsewhere(onNetwork, here);
  const lines = [
    i18n.t("Chunk {index} of session {session} was recorded from {from} to {to}, as its node says.", {
      index: formatCount(entry.index + 1),
      session: entry.session_id,
      from: formatUtc(isoOf(entry.started_at_ms)),
      to: formatUtc(isoOf(entry.ended_at_ms)),
    }),
    i18n.t("It was one of the first {count} chunks when block {height} was made, by {time}.", {
      count: formatCount(treeSize),
      height: formatCount(chain.height),
      time,
    }),
    ...(comparesFile ? [i18n.t("The file of the chunk has exactly the bytes that this proof is about.")] : []),
  ];
  return (
    <div className={classes.verdict} data-verdict="verified">
      <Banner
        tone={isNamed ? "verified" : "unidentified"}
        title={comparesFile ? i18n.t("This chunk is unaltered") : i18n.t("The proof of this chunk holds")}
      >
        {i18n.t("since {time}", { time })}
      </Banner>
      <IdentitySection identities={{ node, network: onNetwork }} networkName={network.name} here={here} />
      <Statements title={i18n.t("What is proven")} lines={lines} />
      <Statements
        title={i18n.t("What is not proven")}
        lines={[
          ...(comparesFile
            ? []
            : [i18n.t("The chunk's own file was not compared. Drop it together with this proof to do that.")]),
          i18n.t("That the node was allowed to record: compare its key with the one you expect."),
          i18n.t("Anything about the other chunks of the session."),
          ...(expectation.owner === undefined
            ? []
            : [i18n.t("That the owner is the one that you expect: the proof of a chunk names none, so it was not compared.")]),
        ]}
      />
      <details className={classes.details}>
        <summary>{i18n.t("Every hash, key and time")}</summary>
        <Facts
          rows={[
            [
              <Term key="c" name="chunk">
                {i18n.t("Chunk")}
              </Term>,
              <Hash key="v" value={entry.sha256} label={i18n.t("chunk hash")} ends={16} />,
            ],
            [i18n.t("Size"), <ByteSize key="v" bytes={entry.size} />],
            [
              <Term key="n" name="node">
                {i18n.t("Recording node")}
              </Term>,
              <Hash key="v" value={chain.sender} label={i18n.t("node key")} ends={16} />,
            ],
            ...anchorRows(chain, i18n),
          ]}
        />
      </details>
    </div>
  );
}
