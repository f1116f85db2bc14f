import { useLingui } from "@lingui/react";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { Dialog, Waiting } from "../../shared/ui/index.ts";
import { textAsked } from "./sign-on-ledger.ts";

// It brings the hash along: loaded by who signs on a device.
const LedgerText = lazy(async () => ({ default: (await import("./ledger-text.tsx")).LedgerText }));

/** Stands once in the page: shown whenever something needs a signature of the wallet, and that wallet is on a Ledger. */
export function LedgerTextDialog() {
  const { i18n } = useLingui();
  const now = useStore(textAsked, (state) => state.now);
  return (
    <Dialog
      onTop
      opened={now !== undefined}
      onClose={() => now?.answer(undefined)}
      title={i18n.t("Sign on the Ledger")}
      size="lg"
    >
      {now && (
        <Suspense fallback={<Waiting label={i18n.t("Opening the wallet")} />}>
          <LedgerText key={now.number} asked={now} onSigned={now.answer} />
        </Suspense>
      )}
    </Dialog>
  );
}
