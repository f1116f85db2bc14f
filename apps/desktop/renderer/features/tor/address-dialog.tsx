import { useLingui } from "@lingui/react";
import { FormDialog } from "../../shared/ui/index.ts";
import type { Tor } from "./use-tor.ts";

export interface AddressDialogProps {
  readonly asked: "renew" | "remove";
  readonly tor: Pick<Tor, "renew" | "remove">;
  readonly onClose: () => void;
}

/** Both take the address away for good. */
export function AddressDialog({ asked, tor, onClose }: AddressDialogProps) {
  const { i18n } = useLingui();
  const { isPending, error, mutate } = tor[asked];
  const isRenewal = asked === "renew";
  return (
    <FormDialog
      title={isRenewal ? i18n.t("Give this node another onion address?") : i18n.t("Remove the onion address of this node?")}
      consequence={
        isRenewal
          ? i18n.t(
              "The address of now leads nowhere from then on, and never comes back. Whoever uses it has to be told the new one.",
            )
          : i18n.t("Tor is switched off, and the address never comes back. When Tor is switched on again, there is another one.")
      }
      verb={isRenewal ? i18n.t("Make another one") : i18n.t("Remove it")}
      weight="dangerous"
      failed={i18n.t("The address was not changed")}
      isPending={isPending}
      error={error}
      onSubmit={() => mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
