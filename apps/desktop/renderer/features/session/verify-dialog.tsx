import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Dialog } from "../../shared/ui/index.ts";
import { VerifySession } from "./verify-session.tsx";

export interface VerifyDialogProps {
  readonly session: Session;
  readonly onClose: () => void;
}

export function VerifyDialog({ session, onClose }: VerifyDialogProps) {
  const { i18n } = useLingui();
  return (
    <Dialog onClose={onClose} title={i18n.t("Verify “{name}” here", { name: session.name })} size="xl" isUnsaved={false}>
      <VerifySession session={session} />
    </Dialog>
  );
}
