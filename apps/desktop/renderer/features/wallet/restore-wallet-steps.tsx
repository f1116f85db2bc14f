import { useLingui } from "@lingui/react";
import { checkPhrase, type PhraseCheck } from "@lucid/identity";
import { Button, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { type SyntheticEvent, useCallback, useRef, useState } from "react";
import { takesCaret, useUnsaved } from "../../shared/ui/index.ts";
import { keepWallet } from "./browser-wallet.ts";
import type { CreateWalletStepsProps } from "./create-wallet-steps.tsx";
import { PassphraseForm } from "./passphrase-form.tsx";

/** Brings a wallet back from its recovery phrase and keeps it under a new passphrase. */
export function RestoreWalletSteps({ onWallet, onBack }: CreateWalletStepsProps) {
  const { i18n } = useLingui();
  const [text, setText] = useState("");
  const [checked, setChecked] = useState<PhraseCheck>();
  // Once they are on their way into the browser's keeping, the page goes on by itself.
  const isTaken = useRef(false);
  useUnsaved({ isUnsaved: useCallback(() => text.trim() !== "" && !isTaken.current, [text]) });

  if (checked?.kind === "ok") {
    const { phrase } = checked;
    return (
      <Stack>
        <Title order={1}>{i18n.t("Choose a passphrase")}</Title>
        <PassphraseForm
          onChosen={async (passphrase, onProgress) => {
            const wallet = await keepWallet({ phrase, passphrase, rehearsed: true }, onProgress);
            isTaken.current = true;
            await onWallet(wallet);
          }}
        />
      </Stack>
    );
  }

  function explain(check: Exclude<PhraseCheck, { kind: "ok" }>): string {
    switch (check.kind) {
      case "wrong-length":
        return i18n.t("A recovery phrase has 12 or 24 words; these are {count}.", { count: check.words });
      case "unknown-word":
        return i18n.t("Word {number} is not on the list of words. Look for a slip of the pen.", { number: check.position });
      case "wrong-checksum":
        return i18n.t("The words are known but do not belong together: one may be wrong, or their order.");
    }
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    setChecked(checkPhrase(text));
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={1}>{i18n.t("Restore a wallet")}</Title>
        <Text c="dimmed">{i18n.t("Type the words of your recovery phrase with spaces between. They stay in this page.")}</Text>
        <Textarea
          ref={takesCaret}
          label={i18n.t("Recovery phrase")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={checked ? explain(checked) : undefined}
          rows={3}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
        />
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onBack}>
            {i18n.t("Back")}
          </Button>
          <Button type="submit" disabled={text.trim() === ""}>
            {i18n.t("Continue")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
