import { useLingui } from "@lingui/react";
import { KYC_STATUSES, type Person } from "@lucid/contract";
import { Select } from "@mantine/core";
import { useState } from "react";
import { kycNames } from "../../shared/text/account-words.ts";
import { choicesOf, FormDialog } from "../../shared/ui/index.ts";
import { useAccountName } from "./use-account-name.ts";
import { usePersonActions } from "./use-person-actions.ts";

/** What is known of who somebody really is. */
export function KycDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { change } = usePersonActions();
  const [status, setStatus] = useState(person.kyc_status);
  return (
    <FormDialog
      title={i18n.t("Has {name} been checked?", { name: useAccountName()(person) })}
      consequence={i18n.t(
        "Only who is checked can register a node or be paid. The node keeps this answer and no documents; who gave it stands in the audit.",
      )}
      verb={i18n.t("Save")}
      failed={i18n.t("The answer was not saved")}
      isReady={status !== person.kyc_status}
      isPending={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate({ user_id: person.user_id, kyc_status: status }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Select
        label={i18n.t("Person checked (KYC)")}
        data={choicesOf(kycNames(i18n))}
        allowDeselect={false}
        value={status}
        onChange={(value) => setStatus(KYC_STATUSES.find((one) => one === value) ?? status)}
      />
    </FormDialog>
  );
}
