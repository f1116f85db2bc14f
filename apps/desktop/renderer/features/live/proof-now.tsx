import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Progress, Text, Title } from "@mantine/core";
import { formatCount } from "../../shared/format/index.ts";
import { Ago, ByteSize, Card, explainForeignAnchor, Term } from "../../shared/ui/index.ts";
import classes from "./live.module.css";

/** How much of what was recorded is on the chain at this moment. */
export function ProofNow({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const { chunk_count: recorded, anchored_chunk_count: anchored, proven_until: provenUntil } = session;
  return (
    <Card aria-labelledby="proof-now">
      <Title order={2} id="proof-now" mb={4}>
        {i18n.t("Proof so far")}
      </Title>
      {session.foreign_anchor !== null ? (
        <Text>{explainForeignAnchor(session.foreign_anchor, i18n)}</Text>
      ) : provenUntil === null ? (
        <Text c="dimmed">{i18n.t("The first chunk is on its way to the chain. This takes some seconds.")}</Text>
      ) : (
        <div className={classes.lag}>
          <Ago at={provenUntil} render={(span) => i18n.t("up to {span} ago", { span })} />
        </div>
      )}
      <Progress
        value={recorded === 0 ? 0 : (anchored / recorded) * 100}
        size="sm"
        my="xs"
        transitionDuration={120}
        aria-label={i18n.t("Share of recorded chunks that is on the chain")}
      />
      <Text c="dimmed" hidden={recorded === 0}>
        <Term name="checkpoint">
          {i18n.t("{anchored} of {recorded, plural, one {# chunk} other {{shown} chunks}} on the chain", {
            anchored: formatCount(anchored),
            recorded,
            shown: formatCount(recorded),
          })}
        </Term>
        {" · "}
        <ByteSize bytes={session.size_bytes} />
      </Text>
    </Card>
  );
}
