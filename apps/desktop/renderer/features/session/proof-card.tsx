import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { Button, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { formatUtc } from "../../shared/format/index.ts";
import { explainReason } from "../../shared/text/reason-words.ts";
import { Ago, Card, explainForeignAnchor, withWholeTimes } from "../../shared/ui/index.ts";
import type { Recording } from "../player/index.ts";
import { ProofChain } from "./proof-chain.tsx";
import { proofLinks } from "./proof-links.tsx";
import classes from "./session.module.css";
import { ShareButton } from "./share-button.tsx";
import { type AnchorFacts, useAnchorFacts } from "./use-anchor-facts.ts";

export interface ProofCardProps {
  readonly session: Session;
  /** The time line as far as its chunks are known. */
  readonly recording: Recording;
  /** Chunks whose hash was found right in this page, and those that did not open. */
  readonly checked: number;
  readonly bad: ReadonlySet<number>;
  readonly onVerify: () => void;
  readonly onExport: () => void;
}

/** The proof of a session: one sentence, the chain behind it, and what can be done with it. */
export function ProofCard({ session, recording, checked, bad, onVerify, onExport }: ProofCardProps) {
  const { i18n } = useLingui();
  const facts = useAnchorFacts(session);
  const isFinal = session.anchor.status === "final";
  const isOver = session.state === "failed" || session.state === "cancelled";
  // Nothing will come of it: no ring of the chain, and nothing to wait for.
  if (isOver && session.chunk_count === 0)
    return (
      <Card aria-label={i18n.t("Proof")}>
        <Headline session={session} recording={recording} facts={facts} bad={bad} />
      </Card>
    );
  return (
    <Card aria-label={i18n.t("Proof")}>
      <div className={classes.proof}>
        <Headline session={session} recording={recording} facts={facts} bad={bad} />
        <ProofChain links={proofLinks({ session, facts, checked }, i18n)} />
        <Stack gap={8} mt="auto">
          <Button variant="default" fullWidth disabled={!isFinal} onClick={onVerify}>
            {i18n.t("Verify")}
          </Button>
          <Button variant="default" fullWidth disabled={!isFinal} onClick={onExport}>
            {i18n.t("Export")}
          </Button>
          <ShareButton session={session} disabled={!isFinal} />
          <Text c="dimmed" size="xs">
            {isFinal
              ? i18n.t(
                  "This is the node's word until you verify. Whom you give an export needs no account, and nothing from this node.",
                )
              : !isOpen(session) && session.chunk_count === 0
                ? i18n.t("Not possible: nothing was recorded.")
                : session.foreign_anchor === null
                  ? i18n.t("Possible as soon as the session is sealed and final on the chain.")
                  : i18n.t("Not possible: there is no proof of this recording.")}
          </Text>
        </Stack>
      </div>
    </Card>
  );
}

function Headline({
  session,
  recording,
  facts,
  bad,
}: Pick<ProofCardProps, "session" | "recording" | "bad"> & { readonly facts: AnchorFacts }) {
  const { i18n } = useLingui();
  const { tone, title, detail } = sentence();
  return (
    <div className={classes.headline} data-tone={tone}>
      <Title order={2}>{title}</Title>
      <Text c="dimmed">{detail}</Text>
    </div>
  );

  function sentence(): {
    readonly tone: "proven" | "warning" | "bad" | "quiet";
    readonly title: ReactNode;
    readonly detail: ReactNode;
  } {
    const { state, anchor, proven_until: until } = session;
    const since = facts.blockTimeMs ?? Date.parse(session.anchored_at ?? anchor.final_at ?? session.updated_at);
    const sinceText = withWholeTimes(i18n.t("since {time}", { time: formatUtc(new Date(since).toISOString()) }));
    if (bad.size > 0) {
      return {
        tone: "bad",
        title: i18n.t("{count, plural, one {A chunk is damaged on this node} other {# chunks are damaged on this node}}", {
          count: bad.size,
        }),
        detail: i18n.t("The proof shows it: chunk {chunks} is not what was recorded. The rest is.", {
          chunks: [...bad]
            .map((index) => index + 1)
            .toSorted((a, b) => a - b)
            .join(", "),
        }),
      };
    }
    if (session.foreign_anchor !== null)
      return { tone: "bad", title: i18n.t("Not proven"), detail: explainForeignAnchor(session.foreign_anchor, i18n) };
    if (isOpen(session)) {
      if (until === null)
        return {
          tone: "quiet",
          title: i18n.t("Nothing proven yet"),
          detail: i18n.t("The first chunk is on its way to the chain."),
        };
      const title = <Ago at={until} render={(span) => i18n.t("Proven up to {span} ago", { span })} />;
      return { tone: "proven", title, detail: i18n.t("Everything recorded before that is on the chain already.") };
    }
    if (anchor.status === "final") {
      if (state === "deleted") return { tone: "quiet", title: i18n.t("Deleted; its proof stays"), detail: sinceText };
      if (session.end === "interrupted" || session.end === "recorder_lost" || session.end === "desktop_lost")
        return { tone: "warning", title: i18n.t("Final on the chain, cut off at the end"), detail: sinceText };
      const isKnown = recording.spans.length === session.chunk_count;
      const title = isKnown
        ? i18n.t(
            "{count, plural, =0 {Final on the chain, without a gap} one {Final on the chain, with one gap} other {Final on the chain, with # gaps}}",
            {
              count: recording.holes.length,
            },
          )
        : i18n.t("Final on the chain");
      return { tone: "proven", title, detail: sinceText };
    }
    if (state === "failed")
      return {
        tone: "bad",
        title: i18n.t("Nothing is proven"),
        // Of what was never recorded the place of the picture says why.
        detail:
          session.chunk_count === 0
            ? i18n.t("The proof begins with the first chunk.")
            : (explainReason(session, i18n) ?? i18n.t("The session failed.")),
      };
    if (state === "created" || state === "cancelled")
      return { tone: "quiet", title: i18n.t("Nothing was recorded"), detail: i18n.t("The proof begins with the first chunk.") };
    if (anchor.not_before !== null)
      return {
        tone: "warning",
        title: i18n.t("Waits for the chain"),
        detail: withWholeTimes(
          i18n.t("The node's clock was set back: the session is not anchored before {time}.", {
            time: formatUtc(anchor.not_before),
          }),
        ),
      };
    return {
      tone: "quiet",
      title: i18n.t("Being sealed"),
      detail: i18n.t("Final within a minute, as a rule. This page follows by itself."),
    };
  }
}
