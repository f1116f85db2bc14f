import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Selection } from "../../../shared/ui/several/index.ts";
import classes from "../sessions.module.css";
import { ADMIN_DEEDS, DEEDS, type Deed, exportable, fitting } from "./what-can-be-done.ts";

const ExportSeveralDialog = lazy(async () => ({ default: (await import("./export-several-dialog.tsx")).ExportSeveralDialog }));
const SeveralSessionsDialog = lazy(async () => ({
  default: (await import("./several-sessions-dialog.tsx")).SeveralSessionsDialog,
}));

/** What can be done to the selected sessions, each with how many of them it fits. */
export function SeveralBar({ selection, ofAdmin }: { readonly selection: Selection<Session>; readonly ofAdmin: boolean }) {
  const { i18n } = useLingui();
  const [asking, setAsking] = useState<Deed | "export">();
  const { items: sessions } = selection;
  if (sessions.length === 0 && asking === undefined) return null;
  const names: Record<Deed, (count: number) => string> = {
    end: (count) => i18n.t("End {count}", { count }),
    giveUp: (count) => i18n.t("Give up {count}", { count }),
    delete: (count) => i18n.t("Delete {count}", { count }),
    adminEnd: (count) => i18n.t("End {count}", { count }),
    adminPause: (count) => i18n.t("Pause {count}", { count }),
    adminLock: (count) => i18n.t("Lock the input of {count}", { count }),
    adminUnlock: (count) => i18n.t("Unlock the input of {count}", { count }),
  };
  const exported = ofAdmin ? [] : exportable(sessions);
  const close = (changed: boolean): void => {
    setAsking(undefined);
    if (changed) selection.clear();
  };
  return (
    <Group className={classes.several} gap={8} role="toolbar" aria-label={i18n.t("Selected sessions")}>
      <Text role="status">{i18n.t("{count, plural, one {# selected} other {# selected}}", { count: sessions.length })}</Text>
      {(ofAdmin ? ADMIN_DEEDS : DEEDS).map((deed) => {
        const fit = fitting(deed, sessions).length;
        return (
          fit > 0 && (
            <Button key={deed} size="compact-md" variant="default" onClick={() => setAsking(deed)}>
              {names[deed](fit)}
            </Button>
          )
        );
      })}
      {exported.length > 0 && (
        <Button size="compact-md" variant="default" onClick={() => setAsking("export")}>
          {i18n.t("Export {count}", { count: exported.length })}
        </Button>
      )}
      <Button size="compact-md" variant="subtle" color="gray" onClick={selection.clear}>
        {i18n.t("Select none")}
      </Button>
      <Suspense>
        {asking === "export" && <ExportSeveralDialog sessions={exported} onClose={close} />}
        {asking !== undefined && asking !== "export" && (
          <SeveralSessionsDialog deed={asking} sessions={fitting(asking, sessions)} onClose={close} />
        )}
      </Suspense>
    </Group>
  );
}
