import { useLingui } from "@lingui/react";
import { Button, PasswordInput, Progress, Stack, Text } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { type PassphraseStrength, passphraseStrength, SHORTEST } from "./passphrase.ts";

const METER: Record<PassphraseStrength, number> = { short: 10, weak: 30, fair: 65, strong: 100 };

export interface PassphraseFormProps {
  /** Encrypts and keeps the wallet; reports how far it is from 0 to 1. */
  readonly onChosen: (passphrase: string, onProgress: (done: number) => void) => Promise<void>;
}

/** Asks for a new passphrase twice and says how strong it is. */
export function PassphraseForm({ onChosen }: PassphraseFormProps) {
  const { i18n } = useLingui();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [done, setDone] = useState<number>();
  const strength = passphraseStrength(first);
  const words: Record<PassphraseStrength, string> = {
    short: i18n.t("At least {count} characters. Four or five unrelated words are easy to remember and hard to guess.", {
      count: SHORTEST,
    }),
    weak: i18n.t("Weak: somebody who copies this browser's data could guess it."),
    fair: i18n.t("Fair. A few more words make it strong."),
    strong: i18n.t("Strong."),
  };
  const differs = second !== "" && second !== first;

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    if (strength === "short" || first !== second) return;
    setDone(0);
    await onChosen(first, setDone).finally(() => setDone(undefined));
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text c="dimmed">
          {i18n.t("The passphrase encrypts the wallet in this browser. You type it when you come back; the node never sees it.")}
        </Text>
        <PasswordInput
          label={i18n.t("Passphrase")}
          description={words[strength]}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={first}
          onChange={(event) => setFirst(event.currentTarget.value)}
          autoComplete="new-password"
          data-autofocus
          required
        />
        {first !== "" && <Progress value={METER[strength]} size="xs" aria-label={i18n.t("Strength of the passphrase")} />}
        <PasswordInput
          label={i18n.t("The same again")}
          value={second}
          onChange={(event) => setSecond(event.currentTarget.value)}
          error={differs ? i18n.t("The two are not the same.") : undefined}
          autoComplete="new-password"
          required
        />
        {done !== undefined && <Progress value={done * 100} aria-label={i18n.t("Encrypting the wallet")} />}
        <Button type="submit" loading={done !== undefined} disabled={strength === "short" || first !== second}>
          {i18n.t("Keep the wallet in this browser")}
        </Button>
      </Stack>
    </form>
  );
}
