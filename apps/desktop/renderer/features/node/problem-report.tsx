import { useLingui } from "@lingui/react";
import { Button, Code, Group, ScrollArea, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { Dialog, ErrorNotice, Waiting } from "../../shared/ui/index.ts";
import classes from "./node.module.css";

/** What helps somebody else to find a problem: shown whole before it is saved, and sent nowhere. */
export function ProblemReportButton() {
  const { i18n } = useLingui();
  const { login } = useApi();
  const account = useStore(login.state, (state) => state.account);
  const [isOpen, setOpen] = useState(false);
  if (account?.permissions.includes("view_system_metrics") !== true) return null;
  return (
    <>
      <Button mt="md" size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {i18n.t("Problem report")}
      </Button>
      {isOpen && <ProblemReport onClose={() => setOpen(false)} />}
    </>
  );
}

function ProblemReport({ onClose }: { readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const report = useQuery(queries.node.problemReport.queryOptions({ staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }));
  const text = report.data?.text;
  return (
    <Dialog title={i18n.t("Problem report")} onClose={onClose} size="xl">
      <Text mb="sm">
        {i18n.t(
          "For whoever helps you. It is sent nowhere: this is all that is in it, and you decide who gets it. Names, addresses, paths and keys were left out or covered.",
        )}
      </Text>
      {report.isPending && <Waiting label={i18n.t("Asking the node")} />}
      {report.error && (
        <ErrorNotice error={report.error} title={i18n.t("The report could not be made")} onRetry={() => void report.refetch()} />
      )}
      {text !== undefined && (
        <>
          {/* What is scrolled has to have the focus, or no key scrolls it. */}
          <ScrollArea.Autosize mah="50vh" viewportProps={{ tabIndex: 0, role: "region", "aria-label": i18n.t("Problem report") }}>
            <Code block lang="en" className={classes.report}>
              {text}
            </Code>
          </ScrollArea.Autosize>
          <Group mt="md">
            <Button onClick={() => saveFile(new Blob([text], { type: "text/plain" }), "lucid-problem-report.txt")}>
              {i18n.t("Save as a file")}
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  );
}
