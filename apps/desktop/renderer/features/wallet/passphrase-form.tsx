import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Button, PasswordInput, Progress, Stack, Text } from "@mantine/core";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { ErrorNotice, takesCaret } from "../../shared/ui/index.ts";
import { loadPassphraseJudge, type PassphraseJudge, type PassphraseVerdict, type Weakness } from "./passphrase.ts";

export interface PassphraseFormProps {
  /** What the passphrase is for. */
  readonly explanation?: string;
  readonly action?: string;
  /** Least number of characters, where there is one. */
  readonly least?: number;
  /** Encrypts and keeps the wallet; reports how far it is from 0 to 1. */
  readonly onChosen: (passphrase: string, onProgress: (done: number) => void) => Promise<void>;
}

/** Asks for a new passphrase twice, says how strong it is and, of one that is too weak, what to do better. */
export function PassphraseForm({ onChosen, explanation, action, least = 1 }: PassphraseFormProps) {
  const { i18n } = useLingui();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [judge, setJudge] = useState<PassphraseJudge>();
  const [refused, setRefused] = useState<"first" | "second">();
  const [done, setDone] = useState<number>();
  const [error, setError] = useState<unknown>();
  const firstField = useRef<HTMLInputElement>(null);
  const secondField = useRef<HTMLInputElement>(null);
  const isShort = first.length < least;
  const verdict = first === "" ? undefined : judge?.(first);

  useEffect(() => {
    let shown = true;
    loadPassphraseJudge().then(
      (loaded) => shown && setJudge(() => loaded),
      (thrown: unknown) => shown && setError(thrown),
    );
    return () => {
      shown = false;
    };
  }, []);
  useEffect(() => takesCaret(firstField.current), []);

  function refuse(field: "first" | "second"): void {
    setRefused(field);
    takesCaret((field === "first" ? firstField : secondField).current);
  }

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    if (isShort || !verdict?.accepted) return refuse("first");
    if (first !== second) return refuse("second");
    setDone(0);
    setError(undefined);
    try {
      await onChosen(first, setDone);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setDone(undefined);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <Text c="dimmed">
          {explanation ??
            i18n.t("The passphrase encrypts the wallet in this browser. You type it when you come back; the node never sees it.")}
        </Text>
        <PasswordInput
          ref={firstField}
          label={i18n.t("Passphrase")}
          description={describe(i18n, verdict)}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={first}
          onChange={(event) => {
            setFirst(event.currentTarget.value);
            setRefused(undefined);
          }}
          error={refused === "first" ? refusal(i18n, verdict, isShort ? least : undefined) : undefined}
          autoComplete="new-password"
          data-autofocus
          required
        />
        {verdict && (
          <Progress
            value={10 + verdict.score * 22.5}
            size="xs"
            color={verdict.accepted ? "gray.6" : "warning"}
            aria-label={i18n.t("Strength of the passphrase")}
          />
        )}
        <PasswordInput
          ref={secondField}
          label={i18n.t("The same again")}
          value={second}
          onChange={(event) => {
            setSecond(event.currentTarget.value);
            setRefused(undefined);
          }}
          error={refused === "second" ? i18n.t("The two are not the same.") : undefined}
          autoComplete="new-password"
          required
        />
        {done !== undefined && <Progress value={done * 100} aria-label={i18n.t("Encrypting the wallet")} />}
        {error !== undefined && <ErrorNotice error={error} title={i18n.t("That did not work")} />}
        <Button type="submit" loading={done !== undefined || judge === undefined}>
          {action ?? i18n.t("Keep the wallet in this browser")}
        </Button>
      </Stack>
    </form>
  );
}

function describe(i18n: I18n, verdict: PassphraseVerdict | undefined): string {
  if (!verdict)
    return i18n.t("Four or five words that have nothing to do with each other are easy to remember and hard to guess.");
  if (verdict.weakness) return i18n.t("Too easy to guess. {advice}", { advice: adviceOn(i18n, verdict.weakness) });
  return verdict.score === 4 ? i18n.t("Strong.") : i18n.t("Good enough. One more word makes it strong.");
}

function refusal(i18n: I18n, verdict: PassphraseVerdict | undefined, least: number | undefined): string {
  if (!verdict) return i18n.t("The wallet cannot be kept without a passphrase.");
  return verdict.accepted && least !== undefined
    ? i18n.t("It needs at least {least} characters.", { least })
    : i18n.t("Not taken: whoever copies the encrypted wallet could guess it.");
}

function adviceOn(i18n: I18n, weakness: Weakness): string {
  switch (weakness) {
    case "repeated":
      return i18n.t("Repeated characters add next to nothing: take different words.");
    case "keyboard-row":
      return i18n.t("Keys that lie side by side are tried first: take words.");
    case "sequence":
      return i18n.t("Sequences like abc or 6543 are tried first: take words.");
    case "date":
      return i18n.t("Dates and years are tried first: take words.");
    case "known-password":
      return i18n.t("It is on the lists of passwords that guessers begin with, or close to one.");
    case "one-word":
      return i18n.t("One word is not enough: add three others.");
    case "name":
      return i18n.t("Names are tried first: add words that have nothing to do with them.");
    case "short":
      return i18n.t("Add one or two words.");
  }
}
