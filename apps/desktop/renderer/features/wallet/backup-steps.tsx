import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { Note, takesCaret, useOwnLeave, useUnsaved } from "../../shared/ui/index.ts";
import { openKeptPhrase } from "./browser-wallet.ts";
import { markRehearsed } from "./kept-wallet.ts";
import { pickPositions } from "./pick-positions.ts";
import { UnlockForm } from "./unlock-form.tsx";
import classes from "./wallet.module.css";

const ASKED_WORDS = 3;

const always = (): boolean => true;

/** Between the first look at the words and the last that was typed from the paper, nobody knows that they are on it. */
const useWordsOnTheirWay = (): void => useUnsaved({ isUnsaved: always, what: "words" });

type Step =
  | { readonly at: "locked" }
  | { readonly at: "show" | "type"; readonly words: readonly string[] }
  | { readonly at: "done" };

/** Backs the words up: the passphrase, the words to write down, some of them again from the paper. */
export function BackupSteps({ onDone }: { readonly onDone: () => void }) {
  const { i18n } = useLingui();
  const [step, setStep] = useState<Step>({ at: "locked" });

  if (step.at === "locked") {
    return (
      <UnlockForm
        action={i18n.t("Show the words")}
        open={openKeptPhrase}
        onOpened={(phrase) => setStep({ at: "show", words: phrase.split(" ") })}
      />
    );
  }
  if (step.at === "show") return <ShownWords words={step.words} onWritten={() => setStep({ ...step, at: "type" })} />;
  if (step.at === "type") {
    return (
      <TypedWords
        words={step.words}
        onBack={() => setStep({ ...step, at: "show" })}
        onConfirmed={() => {
          markRehearsed();
          setStep({ at: "done" });
        }}
      />
    );
  }
  return <BackedUp onDone={onDone} />;
}

function BackedUp({ onDone }: { readonly onDone: () => void }) {
  const { i18n } = useLingui();
  useOwnLeave();
  return (
    <Stack>
      <Text role="status">
        {i18n.t("The words are backed up. Keep the paper where nobody else finds it, and not beside this computer.")}
      </Text>
      <Group justify="flex-end">
        <Button ref={takesCaret} onClick={onDone} data-leave>
          {i18n.t("Done")}
        </Button>
      </Group>
    </Stack>
  );
}

function ShownWords({ words, onWritten }: { readonly words: readonly string[]; readonly onWritten: () => void }) {
  const { i18n } = useLingui();
  useWordsOnTheirWay();
  return (
    <Stack>
      <Text c="dimmed">
        {i18n.t(
          "These {count} words are your wallet. Write them down on paper, in this order. They can be shown again with your passphrase, for as long as this browser keeps the wallet.",
          { count: words.length },
        )}
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
      <Group justify="flex-end">
        <Button onClick={onWritten}>{i18n.t("I have written them down")}</Button>
      </Group>
    </Stack>
  );
}

interface TypedWordsProps {
  readonly words: readonly string[];
  readonly onBack: () => void;
  readonly onConfirmed: () => void;
}

function TypedWords({ words, onBack, onConfirmed }: TypedWordsProps) {
  const { i18n } = useLingui();
  useWordsOnTheirWay();
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
        <Text c="dimmed">{i18n.t("Type these words of your recovery phrase from the paper.")}</Text>
        {positions.map((position, index) => (
          <TextInput
            key={position}
            {...(index === 0 ? { ref: takesCaret } : {})}
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
          />
        ))}
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onBack}>
            {i18n.t("Show the words again")}
          </Button>
          <Button type="submit">{i18n.t("Continue")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
