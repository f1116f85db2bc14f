import { useLingui } from "@lingui/react";
import { createWallet } from "@lucid/identity";
import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { Note } from "../../shared/ui/index.ts";
import { keepWallet } from "./browser-wallet.ts";
import { PassphraseForm } from "./passphrase-form.tsx";
import { pickPositions } from "./pick-positions.ts";
import type { PageWallet } from "./vault.ts";
import classes from "./wallet.module.css";

const ASKED_WORDS = 3;

export interface CreateWalletStepsProps {
  readonly onWallet: (wallet: PageWallet) => void;
  readonly onBack: () => void;
}

/** Makes a wallet: the phrase once, some of its words again, then a passphrase. */
export function CreateWalletSteps({ onWallet, onBack }: CreateWalletStepsProps) {
  const { i18n } = useLingui();
  const [phrase] = useState(() => createWallet().phrase);
  const [step, setStep] = useState<"show" | "confirm" | "passphrase">("show");
  const words = phrase.split(" ");

  if (step === "show") {
    return (
      <Stack>
        <Title order={1}>{i18n.t("Your recovery phrase")}</Title>
        <Text c="dimmed">
          {i18n.t("These {count} words are your wallet. Write them down on paper, in this order. They are shown this once.", {
            count: words.length,
          })}
        </Text>
        <ol className={classes.words} aria-label={i18n.t("Recovery phrase")}>
          {words.map((word, index) => (
            <li key={`${index}-${word}`}>{word}</li>
          ))}
        </ol>
        <Note>
          {i18n.t(
            "Whoever has these words can log in as you and open your recordings. Nobody can restore them for you, not even this node's admin.",
          )}
        </Note>
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onBack}>
            {i18n.t("Back")}
          </Button>
          <Button onClick={() => setStep("confirm")}>{i18n.t("I have written them down")}</Button>
        </Group>
      </Stack>
    );
  }
  if (step === "confirm")
    return <ConfirmWords words={words} onBack={() => setStep("show")} onConfirmed={() => setStep("passphrase")} />;
  return (
    <Stack>
      <Title order={1}>{i18n.t("Choose a passphrase")}</Title>
      <PassphraseForm onChosen={async (passphrase, onProgress) => onWallet(await keepWallet(phrase, passphrase, onProgress))} />
    </Stack>
  );
}

interface ConfirmWordsProps {
  readonly words: readonly string[];
  readonly onBack: () => void;
  readonly onConfirmed: () => void;
}

function ConfirmWords({ words, onBack, onConfirmed }: ConfirmWordsProps) {
  const { i18n } = useLingui();
  const [positions] = useState(() => pickPositions(words.length, ASKED_WORDS));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [wrong, setWrong] = useState<readonly number[]>([]);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    const missed = positions.filter((position) => typed[position]?.trim().toLowerCase() !== words[position]);
    setWrong(missed);
    if (missed.length === 0) onConfirmed();
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={1}>{i18n.t("Check what you wrote")}</Title>
        <Text c="dimmed">{i18n.t("Type these words of your recovery phrase from the paper.")}</Text>
        {positions.map((position, index) => (
          <TextInput
            key={position}
            label={i18n.t("Word {number}", { number: position + 1 })}
            value={typed[position] ?? ""}
            onChange={(event) => setTyped({ ...typed, [position]: event.currentTarget.value })}
            error={
              wrong.includes(position)
                ? i18n.t("That is not word {number}. Look at the paper again.", { number: position + 1 })
                : undefined
            }
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus={index === 0 || undefined}
          />
        ))}
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onBack}>
            {i18n.t("Show the phrase again")}
          </Button>
          <Button type="submit">{i18n.t("Continue")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
