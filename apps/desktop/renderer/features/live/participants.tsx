import { useLingui } from "@lingui/react";
import type { Participant, Session } from "@lucid/contract";
import { Text, Title } from "@mantine/core";
import { formatSpan } from "../../shared/format/index.ts";
import { Card, useKnownNow } from "../../shared/ui/index.ts";

export function Participants({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const now = useKnownNow();
  return (
    <Card aria-labelledby="participants">
      <Title order={2} id="participants" mb={4}>
        {i18n.t("Connected")}
      </Title>
      {session.participants.length === 0 ? (
        <Text c="dimmed">{i18n.t("Nobody. What the desktop shows is recorded all the same.")}</Text>
      ) : (
        session.participants.map((participant, index) => (
          <Text key={`${participant.since}-${index}`}>
            {nameOf(participant)}
            <Text span c="dimmed">
              {participant.via === "viewer" ? i18n.t("in the page") : "RDP"} ·{" "}
              {formatSpan((now - Date.parse(participant.since)) / 1_000)}
            </Text>
          </Text>
        ))
      )}
    </Card>
  );
}

/** A node that knows no name gives the way in its place, which is said anyway. */
const nameOf = ({ label, via }: Participant): string => (label === via ? "" : `${label} `);
