import { useLingui } from "@lingui/react";
import type { PolicyVersion, StoredPolicy } from "@lucid/contract";
import { Group, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice, Facts, Hash, Moment, Waiting } from "../../shared/ui/index.ts";
import { compareWords, documentWords } from "./document-words.ts";
import classes from "./policies.module.css";
import { documentOf } from "./policy-name.ts";
import { useGroupNames } from "./use-group-names.ts";

/** The versions of a policy, and what one says otherwise than another. */
export function PolicyVersions({ policy }: { readonly policy: StoredPolicy }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const found = useQuery(queries.policies.versions.queryOptions({ input: { policy_id: policy.policy_id } }));
  if (found.error)
    return (
      <ErrorNotice error={found.error} title={i18n.t("The versions could not be listed")} onRetry={() => void found.refetch()} />
    );
  if (found.isPending) return <Waiting label={i18n.t("Loading versions")} />;
  return <Compared key={policy.current.version} policy={policy} versions={found.data.versions} />;
}

interface ComparedProps {
  readonly policy: StoredPolicy;
  readonly versions: readonly PolicyVersion[];
}

function Compared({ policy, versions }: ComparedProps) {
  const { i18n } = useLingui();
  const { nameOf } = useGroupNames();
  const [chosen, setChosen] = useState({ first: versions[1]?.version ?? versions[0]?.version, second: versions[0]?.version });
  const first = versions.find(({ version }) => version === chosen.first);
  const second = versions.find(({ version }) => version === chosen.second);
  if (!first || !second) return null;
  const said = ({ document }: PolicyVersion) => documentWords(documentOf(policy, document, i18n), i18n, nameOf);
  const data = versions.map(({ version }) => ({ value: String(version), label: i18n.t("version {version}", { version }) }));
  const changes = compareWords(said(first), said(second));
  const marks = { same: "", added: i18n.t("new"), removed: i18n.t("gone") };
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label={i18n.t("From")}
          allowDeselect={false}
          data={data}
          value={String(first.version)}
          onChange={(value) => setChosen({ ...chosen, first: Number(value) })}
        />
        <Select
          label={i18n.t("To")}
          allowDeselect={false}
          data={data}
          value={String(second.version)}
          onChange={(value) => setChosen({ ...chosen, second: Number(value) })}
        />
      </Group>
      <Facts
        rows={[
          [
            i18n.t("Made"),
            second.created_at === null ? i18n.t("comes with the program") : <Moment key="v" at={second.created_at} />,
          ],
          [i18n.t("Hash"), <Hash key="v" value={second.hash} label={i18n.t("policy hash")} ends={8} />],
        ]}
      />
      <ul className={classes.sentences} aria-label={i18n.t("What changed")}>
        {changes.map(({ kind, text }) => (
          <li key={`${kind} ${text}`} className={classes.change} data-kind={kind}>
            <span className={classes.quiet}>{marks[kind]}</span>
            {kind === "removed" ? <del>{text}</del> : kind === "added" ? <ins>{text}</ins> : <span>{text}</span>}
          </li>
        ))}
      </ul>
    </Stack>
  );
}
