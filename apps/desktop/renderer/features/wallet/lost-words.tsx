import { useLingui } from "@lingui/react";
import { Button, List, Stack, Text, Title } from "@mantine/core";
import { Note } from "../../shared/ui/index.ts";

/** What is left to somebody who has neither the wallet nor its words, and what is not. */
export function LostWords({ onBack }: { readonly onBack: () => void }) {
  const { i18n } = useLingui();
  return (
    <Stack>
      <Title order={1}>{i18n.t("I lost my words")}</Title>
      <Text>
        {i18n.t(
          "Without the wallet or its words nobody can log in as you or open what is encrypted for you alone. There is no way around it, for nobody.",
        )}
      </Text>
      <Text fw={560}>{i18n.t("What can still be done")}</Text>
      <List spacing={6}>
        <List.Item>
          {i18n.t(
            "Look for another browser or computer where you were logged in: while it keeps the wallet, its settings show the words to whoever knows the passphrase.",
          )}
        </List.Item>
        <List.Item>
          {i18n.t(
            "Ask somebody else who can open the recording: they can play it, export it, and add your new wallet as a recipient.",
          )}
        </List.Item>
        <List.Item>
          {i18n.t("Bundles that were exported stay what they are, and every proof can still be checked, without any wallet.")}
        </List.Item>
        <List.Item>
          {i18n.t("Make a new wallet for what comes: where the node takes new accounts you can record with it at once.")}
        </List.Item>
      </List>
      <Text fw={560}>{i18n.t("What cannot")}</Text>
      <Note>
        {i18n.t(
          "A new wallet does not open old recordings, and neither does the node or its admin. The account of the lost wallet stays locked; what it recorded is deleted when its time is over.",
        )}
      </Note>
      <Button variant="default" onClick={onBack}>
        {i18n.t("Back")}
      </Button>
    </Stack>
  );
}
