import { useLingui } from "@lingui/react";
import type { Failure, RefusedBundle, Verdict } from "@lucid/proof";
import { List, Text, Title } from "@mantine/core";
import { IconAlertOctagonFilled, IconAlertTriangleFilled, IconShieldCheckFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatUtc } from "../../shared/format/index.ts";
import { Hash } from "../../shared/ui/index.ts";
import { BundleDetails } from "./bundle-details.tsx";
import { checkpointsInWords, headlineOf, isoOf, missingInWords, provenInWords, unprovenInWords } from "./facts-in-words.ts";
import { isForeign, type KnownNetwork, NetworkFact } from "./network-fact.tsx";
import { reasonOf } from "./reasons.ts";
import classes from "./verify.module.css";

/** What the verifier found about a bundle: one sentence, then the facts, then every hash. */
export function VerdictView({ verdict, known }: { readonly verdict: Verdict; readonly known?: KnownNetwork | undefined }) {
  const { i18n } = useLingui();
  if (!verdict.verified) return <Refused failure={verdict} chunks={verdict.chunks} />;
  const { facts } = verdict;
  const missing = missingInWords(facts, i18n);
  const checkpoints = checkpointsInWords(facts, i18n);
  return (
    <div className={classes.verdict} data-verdict="verified">
      <Banner tone={isForeign(facts.network.hash, known) ? "foreign" : "verified"} title={headlineOf(facts, i18n)}>
        {i18n.t("since {time}", { time: formatUtc(isoOf(facts.anchor.blockTime * 1_000)) })}
      </Banner>
      <NetworkFact network={facts.network} known={known} />
      <Statements title={i18n.t("What is proven")} lines={provenInWords(facts, i18n)} />
      <Statements
        title={i18n.t("What is missing")}
        lines={missing.length > 0 ? missing : [i18n.t("Nothing: the node reports no interruption, and nothing was left out.")]}
        tone={missing.length > 0 ? "gap" : undefined}
      />
      {checkpoints.length > 0 && <Statements title={i18n.t("While it was recorded")} lines={checkpoints} />}
      <Statements title={i18n.t("What is not proven")} lines={unprovenInWords(facts, i18n)} />
      <BundleDetails facts={facts} />
    </div>
  );
}

export interface RefusedProps {
  readonly failure: Failure;
  readonly chunks?: RefusedBundle["chunks"];
}

/** A refused file must be unmistakable: no green, no facts from it, what to do. */
export function Refused({ failure, chunks }: RefusedProps) {
  const { i18n } = useLingui();
  return (
    <div className={classes.verdict} data-verdict="refused">
      <Banner tone="refused" title={i18n.t("Refused: do not rely on this file")}>
        {reasonOf(failure.code, i18n)}
      </Banner>
      {failure.chunk !== undefined && (
        <Text className={classes.concerns}>
          {chunks && chunks.length > 1
            ? i18n.t("It concerns chunks {chunks}.", {
                chunks: chunks.slice(0, 20).join(", ") + (chunks.length > 20 ? ", …" : ""),
              })
            : i18n.t("It concerns chunk {chunk}.", { chunk: failure.chunk })}
        </Text>
      )}
      <Text>
        {i18n.t(
          "Something in it was changed, replaced, added or cut off since it was made, or it was never a proof. Which of these cannot be told. Ask for the file again, from somebody who has the original.",
        )}
      </Text>
      <Text c="dimmed" component="div" size="sm">
        {i18n.t("For specialists:")} <code>{failure.code}</code>
        {failure.part !== undefined && (
          <>
            {" · "}
            <code>{failure.part}</code>
          </>
        )}
        {failure.detail !== undefined && (
          <>
            {" · "}
            {/^[0-9a-f]{64}$/.test(failure.detail) ? (
              <Hash value={failure.detail} label={i18n.t("detail")} />
            ) : (
              <code>{failure.detail}</code>
            )}
          </>
        )}
      </Text>
    </div>
  );
}

/** `foreign`: the proof holds, on a network that is not the one the reader uses. Anybody could have founded it. */
export type BannerTone = "verified" | "foreign" | "refused";

export function Banner({
  tone,
  title,
  children,
}: {
  readonly tone: BannerTone;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const Icon = tone === "refused" ? IconAlertOctagonFilled : tone === "foreign" ? IconAlertTriangleFilled : IconShieldCheckFilled;
  return (
    <div className={classes.banner} data-tone={tone} role={tone === "refused" ? "alert" : "status"}>
      <Icon size={36} aria-hidden />
      <div>
        <Title order={2}>{title}</Title>
        <Text>{children}</Text>
      </div>
    </div>
  );
}

export function Statements({
  title,
  lines,
  tone,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly tone?: "gap" | undefined;
}) {
  return (
    <section className={classes.statements} data-tone={tone}>
      <Title order={3}>{title}</Title>
      <List>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </section>
  );
}
