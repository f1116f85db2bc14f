import { useLingui } from "@lingui/react";
import type { ListedAccount } from "@lucid/contract";
import { Checkbox, Table } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { accountStatusNames, kycNames, roleNames } from "../../shared/text/account-words.ts";
import { Badge, Hash, Moment, RecordTable } from "../../shared/ui/index.ts";
import type { Selection } from "../../shared/ui/several/index.ts";
import classes from "./people.module.css";
import { useAccountName } from "./use-account-name.ts";

export interface PeopleTableProps {
  readonly accounts: readonly ListedAccount[];
  readonly isShort: boolean;
  /** Absent for who may do nothing to others. */
  readonly selection?: Selection<ListedAccount> | undefined;
}

/** Accounts, one a row; beside an opened one they are said in short. */
export function PeopleTable({ accounts, isShort, selection }: PeopleTableProps) {
  const { i18n } = useLingui();
  const name = useAccountName();
  const search = useSearch({ from: "/inside/admin/people" });
  const roles = roleNames(i18n);
  const statuses = accountStatusNames(i18n);
  const kyc = kycNames(i18n);
  const isAll = selection !== undefined && accounts.every(selection.has);
  const headings = [
    ...(selection
      ? [
          <Checkbox
            key="all"
            size="xs"
            aria-label={i18n.t("Select everybody on this page")}
            checked={isAll}
            indeterminate={!isAll && accounts.some(selection.has)}
            onChange={() => selection.toggleAll(accounts)}
          />,
        ]
      : []),
    i18n.t("Name"),
    i18n.t("Role"),
    i18n.t("State"),
    ...(isShort ? [] : [i18n.t("Person checked (KYC)"), i18n.t("Wallet address"), i18n.t("Last login")]),
  ];
  return (
    <RecordTable label={i18n.t("People")} headings={headings}>
      {accounts.map((account) => (
        <Table.Tr key={account.user_id} data-selected={selection?.has(account) || undefined}>
          {selection && (
            <Table.Td className={classes.tick}>
              <Checkbox
                size="xs"
                aria-label={i18n.t("Select {name}", { name: name(account) })}
                checked={selection.has(account)}
                onChange={() => selection.toggle(account)}
                disabled={account.status === "deleted"}
              />
            </Table.Td>
          )}
          <Table.Td className={classes.named}>
            <Link
              to="/admin/people/$id"
              params={{ id: account.user_id }}
              search={search}
              className={classes.name}
              resetScroll={false}
            >
              {name(account)}
            </Link>
          </Table.Td>
          <Table.Td>{roles[account.role]}</Table.Td>
          <Table.Td>
            <Badge tone={account.status === "active" ? "quiet" : "warning"}>{statuses[account.status]}</Badge>
          </Table.Td>
          {!isShort && (
            <>
              <Table.Td className={classes.quiet}>{kyc[account.kyc_status]}</Table.Td>
              <Table.Td>
                {account.tron_address !== null && <Hash value={account.tron_address} label={i18n.t("address")} ends={6} />}
              </Table.Td>
              <Table.Td className={classes.quiet}>
                {account.last_login === null ? i18n.t("never") : <Moment at={account.last_login} />}
              </Table.Td>
            </>
          )}
        </Table.Tr>
      ))}
    </RecordTable>
  );
}
