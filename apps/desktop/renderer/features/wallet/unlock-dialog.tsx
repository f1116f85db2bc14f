import { useLingui } from "@lingui/react";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { Dialog, Waiting } from "../../shared/ui/index.ts";
import { asked } from "./ask-for-wallet.ts";
import { useSharedUnlock } from "./use-shared-unlock.ts";

// Wallets bring the curves and the key derivation along: loaded when one is asked for.
const UnlockChoice = lazy(async () => ({ default: (await import("./unlock-choice.tsx")).UnlockChoice }));

/** Stands once in the shell: shown whenever something needs the wallet and it is locked. */
export function UnlockDialog() {
  const { i18n } = useLingui();
  useSharedUnlock();
  const now = useStore(asked, (state) => state.now);
  return (
    <Dialog
      onTop
      opened={now !== undefined}
      onClose={() => now?.answer(undefined)}
      title={i18n.t("Unlock your wallet")}
      leave={i18n.t("Cancel")}
    >
      <Suspense fallback={<Waiting label={i18n.t("Opening the wallet")} />}>
        <UnlockChoice onWallet={(wallet) => now?.answer(wallet)} />
      </Suspense>
    </Dialog>
  );
}
