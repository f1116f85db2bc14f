import { useLingui } from "@lingui/react";
import { Button, PasswordInput, Progress, Stack, Text } from "@mantine/core";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { ErrorNotice, Hash, takesCaret } from "../../shared/ui/index.ts";
import { keptWallet } from "./kept-wallet.ts";

export interface UnlockFormProps<Opened> {
  /** What the button says. */
  readonly action: string;
  /** Opens what this browser keeps; undefined when the passphrase is wrong. Reports how far it is from 0 to 1. */
  readonly open: (passphrase: string, onProgress: (done: number) => void) => Promise<Opened | undefined>;
  readonly onOpened: (opened: Opened) => void | Promise<void>;
}

/** Asks for the passphrase of the wallet that this browser keeps. */
export function UnlockForm<Opened>({ action, open, onOpened }: UnlockFormProps<Opened>) {
  const { i18n } = useLingui();
  const address = useStore(keptWallet, (kept) => kept.address);
  const [passphrase, setPassphrase] = useState("");
  const [done, setDone] = useState<number>();
  const [refused, setRefused] = useState(false);
  const [error, setError] = useState<unknown>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => takesCaret(field.current), []);

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    setDone(0);
    setRefused(false);
    setError(undefined);
    try {
      const opened = await open(passphrase, setDone);
      if (opened !== undefined) return await onOpened(opened);
      setRefused(true);
      field.current?.select();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setDone(undefined);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {address !== undefined && (
          <Text component="div" c="dimmed">
            {i18n.t("Wallet in this browser")} <Hash value={address} label={i18n.t("address")} ends={6} />
          </Text>
        )}
        <PasswordInput
          ref={field}
          label={i18n.t("Passphrase")}
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
            setRefused(false);
          }}
          error={
            refused
              ? i18n.t("That is not the passphrase of this wallet. Mind capital letters and the keyboard's language.")
              : undefined
          }
          autoComplete="current-password"
          data-autofocus
          required
        />
        {done !== undefined && <Progress value={done * 100} aria-label={i18n.t("Opening the wallet")} />}
        {error !== undefined && <ErrorNotice error={error} title={i18n.t("The wallet could not be opened")} />}
        <Button type="submit" loading={done !== undefined} disabled={passphrase === ""}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}
