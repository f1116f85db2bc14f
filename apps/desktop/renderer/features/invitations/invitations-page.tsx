import { useLingui } from "@lingui/react";
import type { Invitation } from "@lucid/contract";
import { Button, Table } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { shorten } from "../../shared/format/index.ts";
import { roleNames } from "../../shared/text/account-words.ts";
import {
  Badge,
  EmptyState,
  ErrorNotice,
  Moment,
  PageHeader,
  Pages,
  PastTheEnd,
  RecordTable,
  Waiting,
} from "../../shared/ui/index.ts";
import { stateNames } from "./invitation-words.ts";
import type { InvitationsAddress } from "./invitations-address.ts";
import { InvitationsFilter } from "./invitations-filter.tsx";
import { NewInvitationDialog } from "./new-invitation-dialog.tsx";

const PAGE_SIZE = 50;

/** Links by which people become accounts: who made them, for what, and who came. */
export function InvitationsPage() {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const account = useStore(login.state, (state) => state.account);
  const navigate = useNavigate();
  const address = useSearch({ from: "/inside/admin/people/invitations" });
  const { q, role, state, page = 1 } = address;
  const isNarrowed = q !== undefined || role !== undefined || state !== undefined;
  const [inviting, setInviting] = useState(false);
  const input = { page, limit: PAGE_SIZE, q: q?.trim(), role, state };
  const found = useQuery(queries.invitations.list.queryOptions({ input, placeholderData: keepPreviousData }));
  const invite = <Button onClick={() => setInviting(true)}>{i18n.t("Invite somebody")}</Button>;
  const go = (search: InvitationsAddress, how?: "typed"): void =>
    void navigate({ to: "/admin/people/invitations", search, replace: how === "typed", resetScroll: false });
  const goTo = (to: number): void => {
    const { page: _page, ...rest } = address;
    go(to > 1 ? { ...rest, page: to } : rest);
  };

  return (
    <>
      <PageHeader title={i18n.t("Invitations")} parent={{ to: "/admin/people", label: i18n.t("People") }}>
        {found.data && (found.data.invitations.length > 0 || page > 1 || isNarrowed) && invite}
      </PageHeader>
      {found.data && (found.data.invitations.length > 0 || isNarrowed) && <InvitationsFilter address={address} onChange={go} />}
      {found.error ? (
        <ErrorNotice
          error={found.error}
          title={i18n.t("The invitations could not be listed")}
          onRetry={() => void found.refetch()}
        />
      ) : found.isPending ? (
        <Waiting label={i18n.t("Loading invitations")} />
      ) : found.data.invitations.length > 0 ? (
        <InvitationTable invitations={found.data.invitations} />
      ) : page > 1 ? (
        <PastTheEnd onPage={goTo} />
      ) : isNarrowed ? (
        <EmptyState
          title={i18n.t("No invitation fits")}
          action={
            <Button variant="default" onClick={() => go({})}>
              {i18n.t("Show all")}
            </Button>
          }
        >
          {i18n.t("What is searched for is a part of the note that says whom an invitation is for.")}
        </EmptyState>
      ) : (
        <EmptyState title={i18n.t("Nobody is invited")} action={invite}>
          {i18n.t(
            "An invitation is a link. Whoever opens it makes a wallet and is an account of this node, with the role that you choose.",
          )}
        </EmptyState>
      )}
      <Pages of={found.data?.pagination} page={page} onPage={goTo} />
      {inviting && account && <NewInvitationDialog inviter={account} onClose={() => setInviting(false)} />}
    </>
  );
}

function InvitationTable({ invitations }: { readonly invitations: readonly Invitation[] }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const revoke = useMutation(
    queries.invitations.revoke.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: queries.invitations.list.key() }),
    }),
  );
  const roles = roleNames(i18n);
  const states = stateNames(i18n);
  const headings = [
    i18n.t("For whom"),
    i18n.t("Role"),
    i18n.t("State"),
    i18n.t("Used"),
    i18n.t("Counts until"),
    i18n.t("Invited by"),
    "",
  ];
  return (
    <>
      {revoke.error && <ErrorNotice error={revoke.error} title={i18n.t("The invitation was not taken back")} />}
      <RecordTable label={i18n.t("Invitations")} headings={headings}>
        {invitations.map((one) => (
          <Table.Tr key={one.invitation_id}>
            <Table.Td>{one.label === "" ? i18n.t("without a note") : one.label}</Table.Td>
            <Table.Td>{roles[one.role]}</Table.Td>
            <Table.Td>
              <Badge tone={one.state === "open" ? "waiting" : "quiet"}>{states[one.state]}</Badge>
            </Table.Td>
            <Table.Td>{i18n.t("{uses} of {max}", { uses: one.uses, max: one.max_uses })}</Table.Td>
            <Table.Td>
              <Moment at={one.expires_at} />
            </Table.Td>
            <Table.Td>{one.created_by.name ?? shorten(one.created_by.tron_address, 6)}</Table.Td>
            <Table.Td>
              {one.may_revoke && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={i18n.t("Take back: {label}", { label: one.label })}
                  onClick={() => revoke.mutate({ invitation_id: one.invitation_id })}
                >
                  {i18n.t("Take back")}
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
    </>
  );
}
