import { useLingui } from "@lingui/react";
import type { AccountGroup, ListedAccount } from "@lucid/contract";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice, Waiting } from "../../shared/ui/index.ts";
import { useAccountName } from "./use-account-name.ts";
import { useGroupActions } from "./use-group-actions.ts";

/** Members that are shown; the API gives all. */
const SHOWN = 100;
const FOUND = 5;

export interface GroupMembersProps {
  readonly group: AccountGroup;
  readonly mayChange: boolean;
}

/** Who belongs to a group, and who may be taken in. */
export function GroupMembers({ group, mayChange }: GroupMembersProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { addMember, removeMember } = useGroupActions();
  const { group_id } = group;
  const members = useQuery(queries.groups.members.queryOptions({ input: { group_id, limit: SHOWN } }));
  const failed = members.error ?? addMember.error ?? removeMember.error;
  const inside = new Set(members.data?.users.map(({ user_id }) => user_id));
  return (
    <Stack gap="sm">
      {failed && <ErrorNotice error={failed} title={i18n.t("The members could not be read or changed")} />}
      {members.isPending && <Waiting label={i18n.t("Loading members")} />}
      {members.data?.users.length === 0 && <Text c="dimmed">{i18n.t("Nobody is in this group yet.")}</Text>}
      {members.data?.users.map((account) => (
        <Line key={account.user_id} account={account}>
          {mayChange && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => removeMember.mutate({ group_id, user_id: account.user_id })}
            >
              {i18n.t("Take out")}
            </Button>
          )}
        </Line>
      ))}
      {group.members > SHOWN && <Text c="dimmed">{i18n.t("The {count} who came last are shown.", { count: SHOWN })}</Text>}
      {mayChange && <Newcomers inside={inside} onTake={(user_id) => addMember.mutate({ group_id, user_id })} />}
    </Stack>
  );
}

/** Finds somebody by the beginning of a name or address, and takes that one in. */
function Newcomers(props: { readonly inside: ReadonlySet<string>; readonly onTake: (user: ListedAccount["user_id"]) => void }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    ...queries.directory.list.queryOptions({ input: { q: q === "" ? undefined : q, limit: FOUND } }),
    enabled: q !== "",
  });
  return (
    <>
      <TextInput
        label={i18n.t("Take somebody in")}
        placeholder={i18n.t("Beginning of a name or address")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {q !== "" &&
        found.data?.users
          .filter(({ user_id }) => !props.inside.has(user_id))
          .map((account) => (
            <Line key={account.user_id} account={account}>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  props.onTake(account.user_id);
                  setText("");
                }}
              >
                {i18n.t("Take in")}
              </Button>
            </Line>
          ))}
    </>
  );
}

function Line({ account, children }: { readonly account: ListedAccount; readonly children: ReactNode }) {
  const name = useAccountName();
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text style={{ overflowWrap: "anywhere" }}>{name(account)}</Text>
      {children}
    </Group>
  );
}
