import { useLingui } from "@lingui/react";
import { Button, PasswordInput, Progress, Stack, Text } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useStore } from "zustand";
import { ErrorNotice, Hash } from "../../shared/ui/index.ts";
import { keptWallet } from "./kept-wallet.ts";
import type { PageWallet } from "./vault.ts";

/** Opens the wallet this browser keeps. */
export function UnlockForm({ onWallet }: { readonly onWallet: (wallet: PageWallet) => void | Promise<void> }) {
  const { i18n } = useLingui();
  const address = useStore(keptWallet, (kept) => kept.address);
  const [passphrase, setPassphrase] = useState("");
  const [done, setDone] = useState<number>();
  const [refused, setRefused] = useState(false);
  const [error, setError] = useState<unknown>();

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    setDone(0);
    setRefused(false);
    setError(undefined);
    try {
      // The curves and the key derivation are loaded when there is something to open.
      const { openKeptWallet } = await import("./browser-wallet.ts");
      const wallet = await openKeptWallet(passphrase, setDone);
      if (wallet) await onWallet(wallet);
      else setRefused(true);
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
          label={i18n.t("Passphrase")}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          error={refused ? i18n.t("That is not the passphrase of this wallet.") : undefined}
          autoComplete="current-password"
          data-autofocus
          required
        />
        {done !== undefined && <Progress value={done * 100} aria-label={i18n.t("Opening the wallet")} />}
        {error !== undefined && <ErrorNotice error={error} title={i18n.t("The wallet could not be opened")} />}
        <Button type="submit" loading={done !== undefined} disabled={passphrase === ""}>
          {i18n.t("Unlock")}
        </Button>
      </Stack>
    </form>
  );
}
