import { useLingui } from "@lingui/react";
import { LEAST_WALLET_PASSPHRASE } from "@lucid/contract";
import { createWallet } from "@lucid/identity";
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Dialog, LeaveButton, Note, useTyped } from "../../shared/ui/index.ts";
import { PassphraseForm } from "../wallet/index.ts";
import { sealForPayments } from "./seal-for-payments.ts";
import classes from "./tron.module.css";
import { WalletName } from "./wallet-name.tsx";

export interface NewWalletDialogProps {
  readonly way: "create" | "import";
  readonly onClose: () => void;
}

/** Makes a wallet of new words, which are shown this once, or of words or a key from elsewhere. They leave the page sealed. */
export function NewWalletDialog({ way, onClose }: NewWalletDialogProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [made] = useState(() => (way === "create" ? createWallet().phrase : ""));
  const [typed, setTyped] = useState("");
  const [name, setName] = useTyped("name of a new wallet", "");
  const [isWritten, setWritten] = useState(false);
  const material = way === "create" ? made : typed;
  const title = way === "create" ? i18n.t("A new wallet") : i18n.t("Import a wallet");

  function goOn(event: SyntheticEvent): void {
    event.preventDefault();
    setWritten(true);
  }

  if (isWritten) {
    return (
      <Dialog onClose={onClose} title={title} size="lg" leave={i18n.t("Cancel")} isShownOnce={way === "create"} isUnsaved>
        <PassphraseForm
          least={LEAST_WALLET_PASSPHRASE}
          explanation={i18n.t(
            "The passphrase encrypts the key on the node. Only its process of payments ever reads it: it leaves this page sealed.",
          )}
          action={i18n.t("Keep the wallet on this node")}
          onChosen={async (passphrase) => {
            const sealed = await sealForPayments(api, { purpose: "create", material, passphrase });
            await api.client.tron.createWallet({ name: name.trim(), sealed });
            onClose();
          }}
        />
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={title} size="lg" isShownOnce={way === "create"}>
      <form onSubmit={goOn}>
        <Stack>
          <WalletName name={name} onChange={setName} />
          {way === "create" ? (
            <NewWords words={made.split(" ")} />
          ) : (
            <Textarea
              label={i18n.t("Its words, or its private key")}
              description={i18n.t("12 to 24 words with spaces between them, or 64 hex digits.")}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              rows={3}
              autoComplete="off"
              spellCheck={false}
              required
            />
          )}
          <Group justify="flex-end">
            <LeaveButton />
            <Button type="submit" disabled={name.trim() === "" || material.trim() === ""}>
              {way === "create" ? i18n.t("I have written them down") : i18n.t("Continue")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function NewWords({ words }: { readonly words: readonly string[] }) {
  const { i18n } = useLingui();
  return (
    <>
      <Text c="dimmed">
        {i18n.t("These {count} words are the wallet. Write them down on paper, in this order.", { count: words.length })}
      </Text>
      <ol className={classes.words} aria-label={i18n.t("Recovery phrase")} data-secret>
        {words.map((word, index) => (
          <li key={`${index}-${word}`}>{word}</li>
        ))}
      </ol>
      <Note title={i18n.t("They are shown this once")}>
        {i18n.t("Whoever has these words has the money. Nobody can restore them for you, not even this node's admin.")}
      </Note>
    </>
  );
}
