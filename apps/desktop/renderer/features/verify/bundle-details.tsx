import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { type BundleFacts, type ChainFacts, foreignText } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { ByteSize, Facts, Hash, Moment, Term, type TermName } from "../../shared/ui/index.ts";
import { isoOf } from "./facts-in-words.ts";
import classes from "./verify.module.css";

const term = (name: TermName, text: string) => <Term name={name}>{text}</Term>;

/** Every hash and key behind the sentences, to compare and to copy. */
export function BundleDetails({ facts }: { readonly facts: BundleFacts }) {
  const { i18n } = useLingui();
  const { grant, recorder } = facts;
  return (
    <details className={classes.details}>
      <summary>{i18n.t("Every hash, key and time")}</summary>
      <Facts
        rows={[
          [i18n.t("Session"), <Hash key="v" value={facts.sessionId} label={i18n.t("session")} ends={8} />],
          [
            term("merkle-root", i18n.t("Merkle root")),
            <Hash key="v" value={facts.merkleRoot} label={i18n.t("Merkle root")} ends={16} />,
          ],
          [
            term("manifest", i18n.t("Manifest")),
            <Hash key="v" value={facts.manifestHash} label={i18n.t("manifest hash")} ends={16} />,
          ],
          [term("node", i18n.t("Recording node")), <Hash key="v" value={facts.node} label={i18n.t("node key")} ends={16} />],
          [i18n.t("Owner"), <Hash key="v" value={facts.owner} label={i18n.t("owner")} ends={16} />],
          [term("network", i18n.t("Network")), <Hash key="v" value={facts.network.hash} label={i18n.t("network")} ends={16} />],
          ...anchorRows(facts.anchor, i18n),
          [term("grant", i18n.t("Permission ends")), <Moment key="v" at={isoOf(grant.endsAtMs)} />],
          [term("policy", i18n.t("Policy")), <Hash key="v" value={grant.policyHash} label={i18n.t("policy hash")} ends={16} />],
          [
            term("consent", i18n.t("Consent text")),
            <Hash key="v" value={grant.consentHash} label={i18n.t("consent hash")} ends={16} />,
          ],
          [
            i18n.t("Recorder"),
            i18n.t("it calls itself {version} with {encoder}; {width} × {height}, {rate}/s", {
              version: foreignText(recorder.version),
              encoder: foreignText(recorder.encoder),
              width: formatCount(recorder.width),
              height: formatCount(recorder.height),
              rate: formatCount(recorder.frame_rate),
            }),
          ],
          [i18n.t("Sealed size"), <ByteSize key="v" bytes={facts.totalSize} />],
          [term("envelope", i18n.t("Key envelopes")), formatCount(facts.keyEnvelopes)],
          [i18n.t("File made"), <Moment key="v" at={isoOf(facts.bundleCreatedAtMs)} />],
        ]}
      />
    </details>
  );
}

/** A place on the chain, as rows of facts. */
export const anchorRows = (chain: ChainFacts, i18n: I18n) =>
  [
    [
      term("transaction", i18n.t("Transaction")),
      <Hash key="v" value={chain.transactionId} label={i18n.t("transaction")} ends={16} />,
    ],
    [
      term("block", i18n.t("Block {height}", { height: formatCount(chain.height) })),
      <Hash key="v" value={chain.blockHash} label={i18n.t("block hash")} ends={16} />,
    ],
    [
      term("final", i18n.t("Final with block {height}", { height: formatCount(chain.finalHeight) })),
      <Hash key="v" value={chain.finalHash} label={i18n.t("final block hash")} ends={16} />,
    ],
    [i18n.t("Block time"), <Moment key="v" at={isoOf(chain.blockTime * 1_000)} />],
  ] as const;
