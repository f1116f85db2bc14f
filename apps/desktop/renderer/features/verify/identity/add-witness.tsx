import { useLingui } from "@lingui/react";
import { foreignText, nameIn, witnessKey } from "@lucid/proof";
import { Button, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { Hash } from "../../../shared/ui/index.ts";
import { browserBook } from "./browser-book.ts";
import { witnessOf } from "./identities.ts";
import { RememberForm } from "./remember-form.tsx";

/** Once, when it appears. */
const focus = (input: HTMLInputElement | null): void => input?.focus();

/** Takes the verifier key of a witness, which comes as a text from whoever runs it, and the reader's name for it. */
export function AddWitness() {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const { book } = useStore(browserBook.state);
  const key = witnessKey(text.trim());
  const mine = key && nameIn(book, "witness", key.publicKey);

  function leave(): void {
    setOpen(false);
    setText("");
  }

  if (!isOpen)
    return (
      <Button size="compact-sm" variant="default" mt="xs" onClick={() => setOpen(true)}>
        {i18n.t("Add a witness…")}
      </Button>
    );
  return (
    <section aria-label={i18n.t("Witness to add")}>
      <TextInput
        mt="xs"
        size="xs"
        label={i18n.t("Verifier key of the witness")}
        description={i18n.t("As whoever runs it gives it out: a name, a plus, a key id, a plus and a key.")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={
          text.trim() !== "" && key === undefined ? i18n.t("This is no verifier key of a witness, or not all of it.") : undefined
        }
        ref={focus}
      />
      {key && (
        <>
          <Text size="sm" mt="xs">
            {i18n.t("A witness that calls itself {name}.", { name: foreignText(key.name) })}{" "}
            <Hash value={key.publicKey} label={i18n.t("witness")} ends={18} />
          </Text>
          <Text c="dimmed" size="sm">
            {mine === undefined
              ? i18n.t("Compare its key with the one that whoever runs it gives out.")
              : i18n.t("It is in your address book already, as “{name}”.", { name: mine })}
          </Text>
        </>
      )}
      {key && mine === undefined ? (
        <RememberForm entry={witnessOf(key, book)} onDone={leave} />
      ) : (
        <Button size="xs" variant="default" mt="xs" onClick={leave}>
          {i18n.t("Cancel")}
        </Button>
      )}
    </section>
  );
}
