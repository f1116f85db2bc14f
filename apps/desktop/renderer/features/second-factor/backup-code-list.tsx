import { useLingui } from "@lingui/react";
import { Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { CopyButton, takesCaret, useOwnLeave } from "../../shared/ui/index.ts";
import classes from "./second-factor.module.css";

/** Backup codes, which are shown once: to print, copy or write down. */
export function BackupCodeList({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const { i18n } = useLingui();
  const [isPrinting, setPrinting] = useState(false);
  const title = i18n.t("Backup codes for Lucid");
  useOwnLeave();

  useEffect(() => {
    // The browser takes the page as it is when this event ends.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);

  const list = (
    <SimpleGrid component="ul" cols={2} spacing="xs" className={classes["codes"] ?? ""} aria-label={title}>
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </SimpleGrid>
  );
  return (
    <Stack>
      <Text>
        {i18n.t(
          "The second factor is on. Each of these codes gets you in once without the app: they are shown only now, so keep them on paper.",
        )}
      </Text>
      {list}
      <Group justify="space-between">
        <Group gap="xs">
          <CopyButton value={codes.join("\n")} label={i18n.t("backup codes")} />
          <Button variant="default" onClick={() => window.print()}>
            {i18n.t("Print")}
          </Button>
        </Group>
        <Button ref={takesCaret} onClick={onDone} data-leave>
          {i18n.t("I have kept them")}
        </Button>
      </Group>
      {isPrinting &&
        createPortal(
          <section className={classes["printed"]}>
            <h1>{title}</h1>
            <p>{location.host}</p>
            {list}
          </section>,
          document.body,
        )}
    </Stack>
  );
}
