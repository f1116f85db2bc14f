import { useLingui } from "@lingui/react";
import { createWallet } from "@lucid/identity";
import { Anchor, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { keepWallet } from "./browser-wallet.ts";
import { PassphraseForm } from "./passphrase-form.tsx";
import type { PageWallet } from "./vault.ts";

export interface CreateWalletStepsProps {
  readonly onWallet: (wallet: PageWallet) => void | Promise<void>;
  readonly onBack: () => void;
}

/** Makes a wallet and keeps it under a passphrase. Its words are backed up afterwards, which a mark recalls until it is done. */
export function CreateWalletSteps({ onWallet, onBack }: CreateWalletStepsProps) {
  const { i18n } = useLingui();
  const [made] = useState(createWallet);
  return (
    <Stack>
      <Title order={1}>{i18n.t("Choose a passphrase")}</Title>
      <PassphraseForm
        onChosen={async (passphrase, onProgress) =>
          onWallet(await keepWallet({ phrase: made.phrase, passphrase, rehearsed: false }, onProgress))
        }
      />
      <Anchor component="button" type="button" onClick={onBack}>
        {i18n.t("Back")}
      </Anchor>
    </Stack>
  );
}
