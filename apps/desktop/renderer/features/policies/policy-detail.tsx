import { useLingui } from "@lingui/react";
import type { StoredPolicy } from "@lucid/contract";
import { Button, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, Hash } from "../../shared/ui/index.ts";
import { documentWords } from "./document-words.ts";
import classes from "./policies.module.css";
import type { PoliciesAddress } from "./policies-address.ts";
import { documentOf, nameOf } from "./policy-name.ts";
import { PolicyVersions } from "./policy-versions.tsx";
import { TestPanel } from "./test-panel.tsx";
import { useGroupNames } from "./use-group-names.ts";

export interface PolicyDetailProps {
  readonly policy: StoredPolicy;
  readonly address: PoliciesAddress;
  readonly onGo: (address: PoliciesAddress) => void;
}

/** One policy: what it says, what it would decide, how it came to say that. */
export function PolicyDetail({ policy, address, onGo }: PolicyDetailProps) {
  const { i18n } = useLingui();
  const [retiring, setRetiring] = useState(false);
  const { part, ...rest } = address;
  const shown = part === "test" || part === "versions" ? part : "says";
  return (
    <Stack>
      <Group justify="space-between" align="flex-start">
        <Title order={2} size="h3">
          {nameOf(policy, i18n)}
        </Title>
        {policy.may_change && (
          <Group gap={8}>
            {policy.status === "enabled" && (
              <Button variant="default" onClick={() => setRetiring(true)}>
                {i18n.t("Retire")}
              </Button>
            )}
            <Button variant="default" onClick={() => onGo({ ...rest, part: "edit" })}>
              {policy.status === "enabled" ? i18n.t("Change") : i18n.t("Use again")}
            </Button>
          </Group>
        )}
      </Group>
      <SegmentedControl
        aria-label={i18n.t("What of the policy")}
        data={[
          { value: "says", label: i18n.t("What it says") },
          { value: "test", label: i18n.t("Try it") },
          { value: "versions", label: i18n.t("Versions") },
        ]}
        value={shown}
        onChange={(value) => onGo(value === "test" || value === "versions" ? { ...rest, part: value } : rest)}
      />
      {shown === "says" && <Said policy={policy} />}
      {shown === "test" && <TestPanel policy={policy} />}
      {shown === "versions" && <PolicyVersions policy={policy} />}
      {retiring && <RetireDialog policy={policy} onClose={() => setRetiring(false)} />}
    </Stack>
  );
}

function Said({ policy }: { readonly policy: StoredPolicy }) {
  const { i18n } = useLingui();
  const { nameOf: groupName } = useGroupNames();
  return (
    <>
      <ul className={classes.sentences}>
        {documentWords(documentOf(policy, policy.current.document, i18n), i18n, groupName).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <Text c="dimmed" size="sm">
        {i18n.t("Whoever starts a session signs this hash of it:")}{" "}
        <Hash value={policy.current.hash} label={i18n.t("policy hash")} ends={8} />
      </Text>
    </>
  );
}

function RetireDialog({ policy, onClose }: { readonly policy: StoredPolicy; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const retire = useMutation(
    queries.policies.retire.mutationOptions({
      onSuccess: onClose,
      onSettled: () => cache.invalidateQueries({ queryKey: queries.policies.key() }),
    }),
  );
  return (
    <FormDialog
      title={i18n.t("Take “{name}” out of use?", { name: nameOf(policy, i18n) })}
      consequence={i18n.t(
        "Nobody starts a session under it any more. Sessions that run go on, its versions stay, and it can be used again.",
      )}
      verb={i18n.t("Retire")}
      failed={i18n.t("It is still in use")}
      isPending={retire.isPending}
      error={retire.error}
      onSubmit={() => retire.mutate({ policy_id: policy.policy_id })}
      onClose={onClose}
    />
  );
}
