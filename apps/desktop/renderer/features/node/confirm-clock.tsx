import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";

/** For an admin who has looked at the clock of the node's computer. */
export function ConfirmClock() {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const cache = useQueryClient();
  const state = useStore(login.state);
  const account = state.status === "in" ? state.account : undefined;
  const confirm = useMutation(queries.node.confirmClock.mutationOptions({ onSettled: () => cache.invalidateQueries() }));
  if (account?.permissions.includes("manage_service_lifecycle") !== true) return null;
  return (
    <>
      <br />
      <Button size="compact-sm" variant="default" loading={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
        {i18n.t("The clock is right: let retentions end by it")}
      </Button>
      {confirm.error && <ErrorNotice error={confirm.error} title={i18n.t("The clock could not be confirmed")} />}
    </>
  );
}
