import { useLingui } from "@lingui/react";
import type { BulkAction, ListedAccount } from "@lucid/contract";
import { Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Selection } from "../../../shared/ui/several/index.ts";
import classes from "../people.module.css";

const SeveralPeopleDialog = lazy(async () => ({ default: (await import("./several-people-dialog.tsx")).SeveralPeopleDialog }));

const DEEDS: readonly BulkAction[] = ["suspend", "activate", "end_logins", "add_to_group"];

/** To whom something can be done now. Who may not be touched is found out by the node. */
const fitting = (action: BulkAction, accounts: readonly ListedAccount[]): readonly ListedAccount[] =>
  accounts.filter(({ status }) => (action === "activate" ? status === "suspended" : status !== "deleted"));

/** What can be done to the people that are selected, each with how many of them it fits. */
export function PeopleBar({ selection }: { readonly selection: Selection<ListedAccount> }) {
  const { i18n } = useLingui();
  const [asking, setAsking] = useState<BulkAction>();
  const { items: accounts } = selection;
  if (accounts.length === 0 && asking === undefined) return null;
  const names: Record<BulkAction, (count: number) => string> = {
    suspend: (count) => i18n.t("Suspend {count}", { count }),
    activate: (count) => i18n.t("Restore {count}", { count }),
    end_logins: (count) => i18n.t("End the logins of {count}", { count }),
    add_to_group: (count) => i18n.t("Add {count} to a group", { count }),
  };
  return (
    <Group className={classes.several} gap={8} role="toolbar" aria-label={i18n.t("Selected people")}>
      <Text role="status">{i18n.t("{count, plural, one {# selected} other {# selected}}", { count: accounts.length })}</Text>
      {DEEDS.map((action) => {
        const fit = fitting(action, accounts).length;
        return (
          fit > 0 && (
            <Button key={action} size="compact-md" variant="default" onClick={() => setAsking(action)}>
              {names[action](fit)}
            </Button>
          )
        );
      })}
      <Button size="compact-md" variant="subtle" color="gray" onClick={selection.clear}>
        {i18n.t("Select none")}
      </Button>
      <Suspense>
        {asking !== undefined && (
          <SeveralPeopleDialog
            action={asking}
            accounts={fitting(asking, accounts)}
            onClose={(tried) => {
              setAsking(undefined);
              if (tried) selection.clear();
            }}
          />
        )}
      </Suspense>
    </Group>
  );
}
