import { useLingui } from "@lingui/react";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { proofAsked } from "../../shared/api/fresh-factor.ts";
import { Dialog, Waiting } from "../../shared/ui/index.ts";

const StepUpChoice = lazy(async () => ({ default: (await import("./step-up-choice.tsx")).StepUpChoice }));

/** Stands once in the shell: shown whenever a call asks for a fresh proof that it is this person. */
export function StepUpDialog() {
  const { i18n } = useLingui();
  const now = useStore(proofAsked, (state) => state.now);
  return (
    <Dialog
      onTop
      opened={now !== undefined}
      onClose={() => now?.answer(false)}
      title={i18n.t("Confirm that it is you")}
      leave={i18n.t("Cancel")}
    >
      <Suspense fallback={<Waiting label={i18n.t("Opening the wallet")} />}>
        <StepUpChoice onProven={() => now?.answer(true)} />
      </Suspense>
    </Dialog>
  );
}
