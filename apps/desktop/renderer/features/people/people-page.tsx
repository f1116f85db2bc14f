import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { EmptyState, ErrorNotice, PageHeader, Pages, PastTheEnd, Waiting } from "../../shared/ui/index.ts";
import { useSelection } from "../../shared/ui/several/index.ts";
import classes from "./people.module.css";
import type { PeopleAddress } from "./people-address.ts";
import { PeopleFilter } from "./people-filter.tsx";
import { PeopleTable } from "./people-table.tsx";
import { RoomTabs } from "./room-tabs.tsx";
import { PeopleBar } from "./several/people-bar.tsx";

const PAGE_SIZE = 50;

/** Everybody who has an account on this node; beside the list the one who was opened. */
export function PeoplePage() {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const looksAfter = useStore(login.state, (state) => state.account?.permissions.includes("manage_users") === true);
  const navigate = useNavigate();
  const isOpen = useParams({ strict: false }).id !== undefined;
  const address = useSearch({ from: "/inside/admin/people" });
  const { q, role, status, kyc, page = 1 } = address;
  const input = { page, limit: PAGE_SIZE, q: q?.trim(), role, status, kyc_status: kyc };
  const found = useQuery(queries.directory.list.queryOptions({ input, placeholderData: keepPreviousData }));
  const selection = useSelection(found.data?.users ?? [], ({ user_id }) => user_id);
  const go = (search: PeopleAddress, how?: "typed"): void =>
    void navigate({ to: "/admin/people", search, replace: how === "typed", resetScroll: false });
  const goTo = (to: number): void => {
    const { page: _page, ...rest } = address;
    go(to > 1 ? { ...rest, page: to } : rest);
  };

  return (
    <>
      <PageHeader title={i18n.t("People")}>
        {looksAfter && (
          <Button component={Link} to="/admin/people/invitations" variant="default">
            {i18n.t("Invitations")}
          </Button>
        )}
      </PageHeader>
      <RoomTabs />
      <div className={classes.split} data-open={isOpen || undefined}>
        <div className={classes.list}>
          <PeopleFilter address={address} onChange={go} />
          {looksAfter && <PeopleBar selection={selection} />}
          {found.error ? (
            <ErrorNotice
              error={found.error}
              title={i18n.t("The people could not be listed")}
              onRetry={() => void found.refetch()}
            />
          ) : found.isPending ? (
            <Waiting label={i18n.t("Loading people")} />
          ) : found.data.users.length > 0 ? (
            <PeopleTable accounts={found.data.users} isShort={isOpen} selection={looksAfter ? selection : undefined} />
          ) : page > 1 ? (
            <PastTheEnd onPage={goTo} />
          ) : (
            <EmptyState
              title={i18n.t("Nobody fits")}
              action={
                <Button variant="default" onClick={() => go({})}>
                  {i18n.t("Show everybody")}
                </Button>
              }
            >
              {i18n.t("Names and addresses are found by their beginning; of an address at least four characters are needed.")}
            </EmptyState>
          )}
          <Pages of={found.data?.pagination} page={page} onPage={goTo} />
        </div>
        <Outlet />
      </div>
    </>
  );
}
