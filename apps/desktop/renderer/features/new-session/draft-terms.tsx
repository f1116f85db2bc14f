import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Text, Title } from "@mantine/core";
import { Card } from "../../shared/ui/index.ts";
import { PolicyList } from "./policy-list.tsx";

/** What a session that was prepared will be held to: its policy, and the text that people agree to. */
export function DraftTerms({ draft }: { readonly draft: Session }) {
  const { i18n } = useLingui();
  return (
    <Card mb="sm">
      <Title order={2} mb={4}>
        {i18n.t("What holds once it is started")}
      </Title>
      <PolicyList policy={draft.policy} />
      <Text mt="md">{i18n.t("Consent text")}</Text>
      <Text lang="" c="dimmed" style={{ whiteSpace: "pre-wrap" }}>
        {draft.consent_text}
      </Text>
    </Card>
  );
}
