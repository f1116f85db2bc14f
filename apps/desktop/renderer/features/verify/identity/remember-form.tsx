import { useLingui } from "@lingui/react";
import type { NewEntry } from "@lucid/proof";
import { Button, Group, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useLengthWords } from "../../../shared/ui/index.ts";
import { browserBook } from "./browser-book.ts";

const MAX_NAME = 80;

export interface RememberFormProps {
  readonly entry: Omit<NewEntry, "added_at" | "name">;
  readonly onDone: () => void;
}

/** What an identity says besides is not kept. */
const entryOf = ({ kind, key, certificate, verifier_key }: RememberFormProps["entry"]): RememberFormProps["entry"] => ({
  ...{ kind, key },
  ...(certificate !== undefined && { certificate }),
  ...(verifier_key !== undefined && { verifier_key }),
});

/** Takes the reader's name for a key. */
export function RememberForm({ entry, onDone }: RememberFormProps) {
  const { i18n } = useLingui();
  const [name, setName] = useState("");
  const length = useLengthWords(name, MAX_NAME);
  const [trouble, setTrouble] = useState<"name-taken" | "invalid" | "full">();

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    const change = browserBook.remember({ ...entryOf(entry), name: name.trim() });
    if (change.ok) return onDone();
    setTrouble(change.problem);
  }

  return (
    <form onSubmit={submit}>
      <Group align="flex-start" gap="xs" mt={6}>
        <TextInput
          size="xs"
          w={260}
          description={length.description}
          aria-label={i18n.t("Your name for it")}
          placeholder={i18n.t("Your name for it")}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setTrouble(undefined);
          }}
          error={
            length.error ??
            (trouble === "name-taken"
              ? i18n.t("You have this name for another key already.")
              : trouble === "full"
                ? i18n.t("Your address book is full.")
                : trouble && i18n.t("Give it a name of one line."))
          }
          data-autofocus
          ref={(input) => input?.focus()}
        />
        <Button size="xs" type="submit" disabled={name.trim() === "" || length.error !== undefined}>
          {i18n.t("Remember")}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {i18n.t("Cancel")}
        </Button>
      </Group>
    </form>
  );
}
