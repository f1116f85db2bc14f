import { useLingui } from "@lingui/react";
import type { AccountGroup } from "@lucid/contract";
import { Button, Group, Table, Text, Title } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Card, EmptyState, ErrorNotice, PageHeader, RecordTable, Waiting } from "../../shared/ui/index.ts";
import { GroupMembers } from "./group-members.tsx";
import { NewGroupDialog } from "./new-group-dialog.tsx";
import classes from "./people.module.css";
import { RemoveGroupDialog } from "./remove-group-dialog.tsx";
import { RoomTabs } from "./room-tabs.tsx";
import { useGroups } from "./use-groups.ts";

/** Named sets of people; beside the list who is in the one that was opened. */
export function GroupsPage() {
  const { i18n } = useLingui();
  const { login } = useApi();
  const navigate = useNavigate();
  const { group } = useSearch({ from: "/inside/admin/people/groups" });
  const mayChange = useStore(login.state, ({ account }) => account?.permissions.includes("manage_users")) === true;
  const [isMaking, setIsMaking] = useState(false);
  const groups = useGroups();
  const open = groups.data?.find(({ group_id }) => group_id === group);
  const newGroup = mayChange && <Button onClick={() => setIsMaking(true)}>{i18n.t("New group")}</Button>;

  return (
    <>
      <PageHeader title={i18n.t("Groups")}>{newGroup}</PageHeader>
      <RoomTabs />
      <div className={classes.split} data-open={group !== undefined || undefined}>
        <div className={classes.list}>
          {groups.error ? (
            <ErrorNotice
              error={groups.error}
              title={i18n.t("The groups could not be listed")}
              onRetry={() => void groups.refetch()}
            />
          ) : groups.isPending ? (
            <Waiting label={i18n.t("Loading groups")} />
          ) : groups.data.length > 0 ? (
            <GroupTable groups={groups.data} />
          ) : (
            <EmptyState title={i18n.t("No groups yet")}>
              {i18n.t("A group allows nothing by itself: policies say what its members may do.")}
            </EmptyState>
          )}
        </div>
        {groups.isSuccess && group !== undefined && !open && <NoSuchGroup />}
        {open && <OpenGroup key={open.group_id} group={open} mayChange={mayChange} />}
      </div>
      {isMaking && (
        <NewGroupDialog
          onMade={(made) => {
            setIsMaking(false);
            void navigate({ to: "/admin/people/groups", search: { group: made } });
          }}
          onClose={() => setIsMaking(false)}
        />
      )}
    </>
  );
}

/** Beside the list: an address names a group that is not there any more, or never was. */
function NoSuchGroup() {
  const { i18n } = useLingui();
  return (
    <Card aria-label={i18n.t("Group")}>
      <EmptyState
        title={i18n.t("There is no such group")}
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/admin/people/groups" {...props} />}>
            {i18n.t("Close")}
          </Button>
        }
      >
        {i18n.t("The address may be mistyped, or the group was removed.")}
      </EmptyState>
    </Card>
  );
}

function GroupTable({ groups }: { readonly groups: readonly AccountGroup[] }) {
  const { i18n } = useLingui();
  return (
    <RecordTable label={i18n.t("Groups")} headings={[i18n.t("Name"), i18n.t("Description"), i18n.t("Members")]} named={[2]}>
      {groups.map((group) => (
        <Table.Tr key={group.group_id}>
          <Table.Td>
            <Link to="/admin/people/groups" search={{ group: group.group_id }} className={classes.name} resetScroll={false}>
              {group.name}
            </Link>
          </Table.Td>
          <Table.Td className={classes.wrapped}>{group.description}</Table.Td>
          <Table.Td>{formatCount(group.members)}</Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}

function OpenGroup({ group, mayChange }: { readonly group: AccountGroup; readonly mayChange: boolean }) {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const [isRemoving, setIsRemoving] = useState(false);
  return (
    <Card aria-label={i18n.t("Group")}>
      <Group justify="space-between" mb="sm" wrap="nowrap" align="flex-start">
        <Title order={2} style={{ overflowWrap: "anywhere" }}>
          {group.name}
        </Title>
        <Button
          variant="default"
          size="compact-sm"
          style={{ flex: "none" }}
          renderRoot={(props) => <Link to="/admin/people/groups" {...props} />}
        >
          {i18n.t("Close")}
        </Button>
      </Group>
      {group.description !== "" && (
        <Text c="dimmed" mb="sm" style={{ overflowWrap: "anywhere" }}>
          {group.description}
        </Text>
      )}
      <GroupMembers group={group} mayChange={mayChange} />
      {mayChange && (
        <Button mt="lg" variant="default" size="compact-md" c="recording" onClick={() => setIsRemoving(true)}>
          {i18n.t("Remove the group")}
        </Button>
      )}
      {isRemoving && (
        <RemoveGroupDialog
          group={group}
          onRemoved={() => void navigate({ to: "/admin/people/groups" })}
          onClose={() => setIsRemoving(false)}
        />
      )}
    </Card>
  );
}
