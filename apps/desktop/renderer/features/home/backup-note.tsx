import { useLingui } from "@lingui/react";
import { Box, Button } from "@mantine/core";
import { useState } from "react";
import { Note } from "../../shared/ui/index.ts";
import { BackupDialog } from "../wallet/index.ts";

/** That the wallet's words are on no paper yet, and the way to put them there. */
export function BackupNote() {
  const { i18n } = useLingui();
  const [backingUp, setBackingUp] = useState(false);
  return (
    <Box mb="md" maw={760}>
      <Note title={i18n.t("The words of your wallet are not backed up")}>
        {i18n.t("Whatever you record is lost with the data of this browser, until they are on paper.")}
        <Box mt={8}>
          <Button variant="default" size="compact-sm" onClick={() => setBackingUp(true)}>
            {i18n.t("Back up the words")}
          </Button>
        </Box>
      </Note>
      <BackupDialog opened={backingUp} onClose={() => setBackingUp(false)} />
    </Box>
  );
}
