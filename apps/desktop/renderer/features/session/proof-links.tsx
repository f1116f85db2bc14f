import type { I18n } from "@lingui/core";
import { isOpen, type Session } from "@lucid/contract";
import { formatBytes, formatCount, formatShare, formatSpan, formatUtc } from "../../shared/format/index.ts";
import { Hash, Term, type TermName, withWholeTimes } from "../../shared/ui/index.ts";
import type { ChainLink } from "./proof-chain.tsx";
import type { AnchorFacts } from "./use-anchor-facts.ts";

export interface ProofProgress {
  readonly session: Session;
  readonly facts: AnchorFacts;
  /** Chunks whose hash was found right in this page. */
  readonly checked: number;
}

function chunksDetail({ session, checked }: ProofProgress, i18n: I18n): string {
  const size = formatBytes(session.size_bytes, i18n.locale);
  const { chunk_count: count, anchored_chunk_count: anchored } = session;
  if (isOpen(session)) return i18n.t("{size} · {anchored} on the chain", { size, anchored: formatCount(anchored) });
  if (checked === 0) return size;
  return checked >= count
    ? i18n.t("{size} · each one checked here", { size })
    : i18n.t("{size} · {checked} checked here", { size, checked: formatCount(checked) });
}

function anchorDetail({ session, facts }: ProofProgress, i18n: I18n): ChainLink["detail"] {
  const { anchor, ended_at: endedAt } = session;
  if (anchor.block_height === null) {
    if (anchor.not_before !== null)
      return withWholeTimes(i18n.t("waits until {time}: the node's clock was set back", { time: formatUtc(anchor.not_before) }));
    if (anchor.status === "submitted") return i18n.t("waits for the next block");
    return isOpen(session) ? i18n.t("checkpoints go there while it runs") : i18n.t("after sealing");
  }
  if (facts.blockTimeMs === undefined || endedAt === null) return facts.networkName;
  const span = formatSpan(Math.max(0, facts.blockTimeMs - Date.parse(endedAt)) / 1_000);
  return i18n.t("{network} · {span} after the end", { network: facts.networkName, span });
}

function finalDetail({ session, facts }: ProofProgress, i18n: I18n): ChainLink["detail"] {
  if (session.anchor.status !== "final") return i18n.t("when two thirds of the votes are in");
  if (facts.attesters === undefined || facts.producers === undefined) return "";
  return term(
    "weight",
    i18n.t("{attesters} of {producers} attesters, {share} of weight", {
      attesters: facts.attesters,
      producers: facts.producers,
      share: formatShare(facts.weight ?? 0, i18n.locale),
    }),
  );
}

const term = (name: TermName, text: string) => <Term name={name}>{text}</Term>;

/** The five rings of the proof, as far as they are. */
export function proofLinks(progress: ProofProgress, i18n: I18n): readonly ChainLink[] {
  const { session, facts } = progress;
  const { anchor, chunk_count: count } = session;
  const running = isOpen(session);
  const isSealed = session.manifest_hash !== null;
  const onChain = anchor.status === "included" || anchor.status === "final";
  const states = { done: i18n.t("done"), now: i18n.t("on its way"), later: i18n.t("not yet") };
  const link = (key: string, title: ChainLink["title"], detail: ChainLink["detail"], state: ChainLink["state"]): ChainLink => ({
    key,
    title,
    detail,
    state,
    stateName: states[state],
  });
  const root = session.merkle_root;
  return [
    link(
      "chunks",
      term("chunk", i18n.t("{count, plural, one {# chunk} other {{shown} chunks}}", { count, shown: formatCount(count) })),
      chunksDetail(progress, i18n),
      running ? "now" : count > 0 ? "done" : "later",
    ),
    link(
      "root",
      term("merkle-root", i18n.t("Merkle root")),
      root === null ? i18n.t("grows with every chunk") : <Hash value={root} label={i18n.t("Merkle root")} ends={8} />,
      isSealed ? "done" : running || session.state === "processing" ? "now" : "later",
    ),
    link(
      "manifest",
      term("manifest", i18n.t("Manifest, signed by node")),
      session.manifest_hash === null ? (
        i18n.t("at the end of the session")
      ) : (
        <>
          <Hash value={session.manifest_hash} label={i18n.t("manifest hash")} />
          {facts.node !== undefined && (
            <>
              {i18n.t("by")} <Hash value={facts.node} label={i18n.t("node key")} />
            </>
          )}
        </>
      ),
      isSealed ? "done" : session.state === "processing" ? "now" : "later",
    ),
    link(
      "anchor",
      term(
        "anchor",
        anchor.block_height === null
          ? i18n.t("Anchored in a block")
          : i18n.t("Anchored in block {height}", { height: formatCount(anchor.block_height) }),
      ),
      anchorDetail(progress, i18n),
      onChain ? "done" : anchor.status === "submitted" ? "now" : "later",
    ),
    link(
      "final",
      term("final", i18n.t("Final")),
      finalDetail(progress, i18n),
      anchor.status === "final" ? "done" : onChain ? "now" : "later",
    ),
  ];
}
