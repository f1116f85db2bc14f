import { useLingui } from "@lingui/react";
import type { Person } from "@lucid/contract";
import { FormDialog } from "../../shared/ui/index.ts";
import { useAccountName } from "./use-account-name.ts";
import { usePersonActions } from "./use-person-actions.ts";

/** Logs somebody out everywhere. */
export function EndLoginsDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { endLogins } = usePersonActions();
  return (
    <FormDialog
      title={i18n.t("End all logins of {name}?", { name: useAccountName()(person) })}
      consequence={i18n.t(
        "{count, plural, one {The one login ends} other {All # logins end}} at once, and what is open in that browser closes. The person can log in anew.",
        { count: person.logins.length },
      )}
      verb={i18n.t("End all logins")}
      weight="dangerous"
      failed={i18n.t("The logins were not ended")}
      isPending={endLogins.isPending}
      error={endLogins.error}
      onSubmit={() => endLogins.mutate({ user_id: person.user_id }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
