import { useLingui } from "@lingui/react";
import type { TorClient } from "@lucid/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog } from "../../shared/ui/index.ts";

export interface RemoveClientDialogProps {
  readonly client: TorClient;
  /** Nobody is left then, which opens the address to everybody. */
  readonly isLast: boolean;
  readonly onClose: () => void;
}

export function RemoveClientDialog({ client, isLast, onClose }: RemoveClientDialogProps) {
  const { i18n } = useLingui();
  const { tor } = useApi().queries;
  const cache = useQueryClient();
  const remove = useMutation(
    tor.removeClient.mutationOptions({
      onSuccess(answer) {
        cache.setQueryData(tor.clients.queryKey(), answer);
        onClose();
      },
    }),
  );
  const { name } = client;
  return (
    <FormDialog
      title={i18n.t("Remove the client “{name}”?", { name })}
      consequence={
        isLast
          ? i18n.t(
              "Nobody else has a key: from then on whoever knows the address comes as far as the login. Tor is started anew.",
            )
          : i18n.t("Its key opens nothing any more, and whoever has it does not find this node. Tor is started anew.")
      }
      verb={i18n.t("Remove it")}
      weight="dangerous"
      failed={i18n.t("The client was not removed")}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ name })}
      onClose={onClose}
    />
  );
}
