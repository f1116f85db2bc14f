import { useLingui } from "@lingui/react";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { Dialog, Waiting } from "../../shared/ui/index.ts";
import { keptWallet } from "./kept-wallet.ts";

// They bring the key derivation along: loaded by who backs up.
const BackupSteps = lazy(async () => ({ default: (await import("./backup-steps.tsx")).BackupSteps }));

/** Whether this browser keeps a wallet whose words nobody has shown to have: lost with the browser's data until then. */
export const useNeedsBackup = (): boolean => useStore(keptWallet, (kept) => kept.needsBackup);

export function BackupDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={i18n.t("Back up the words of your wallet")}
      size="lg"
      leave={i18n.t("Cancel")}
    >
      <Suspense fallback={<Waiting label={i18n.t("Opening the wallet")} />}>
        <BackupSteps onDone={onClose} />
      </Suspense>
    </Dialog>
  );
}
