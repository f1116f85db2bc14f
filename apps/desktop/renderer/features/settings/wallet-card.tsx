import { useLingui } from "@lingui/react";
import { Box, Button, Checkbox, Group, Select, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { Card, Dialog, LeaveButton, Mark, Note } from "../../shared/ui/index.ts";
import {
  BackupDialog,
  chooseLockTime,
  forgetKeptWallet,
  keptFile,
  keptWallet,
  LOCK_TIMES,
  type LockTime,
  lockTime,
  lockVault,
  logOut,
  requestWallet,
  SHARES_UNLOCK,
  useNeedsBackup,
  vault,
} from "../wallet/index.ts";

export function WalletCard() {
  const { i18n } = useLingui();
  const api = useApi();
  const open = useStore(vault, (state) => state.wallet);
  const kept = useStore(keptWallet, (state) => state.address);
  const minutes = useStore(lockTime, (state) => state.minutes);
  const lockTimes: Record<LockTime, string> = {
    15: i18n.t("after 15 minutes"),
    60: i18n.t("after an hour"),
    480: i18n.t("after 8 hours"),
    0: i18n.t("when the last tab is closed"),
  };
  const needsBackup = useNeedsBackup();
  const [backingUp, setBackingUp] = useState(false);
  const [forgetting, setForgetting] = useState(false);
  const [sure, setSure] = useState(false);

  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Wallet")}
      </Title>
      {needsBackup && (
        <Box mb="sm">
          <Note title={i18n.t("The words of your wallet are not backed up")}>
            {i18n.t("Whatever you record is lost with the data of this browser, until they are on paper.")}
          </Note>
        </Box>
      )}
      <Group gap="xs" mb="sm" wrap="nowrap">
        <Mark tone={open ? "quiet" : "waiting"} />
        <Text>
          {open === undefined
            ? i18n.t("Locked. It is asked for when something needs your signature.")
            : open.kind === "injected"
              ? i18n.t("Open, through the wallet extension.")
              : open.kind === "ledger"
                ? i18n.t("On a Ledger, which signs what it is asked for.")
                : SHARES_UNLOCK
                  ? i18n.t("Open in all tabs of this browser.")
                  : i18n.t("Open until this page is closed or you lock it.")}
        </Text>
      </Group>
      <Group gap="xs">
        {open ? (
          <Button variant="default" onClick={lockVault}>
            {i18n.t("Lock now")}
          </Button>
        ) : (
          <Button variant="default" onClick={() => void requestWallet()}>
            {i18n.t("Unlock")}
          </Button>
        )}
        <Button variant="default" onClick={() => void logOut(api)}>
          {i18n.t("Log out")}
        </Button>
        {kept !== undefined && (
          <Button variant={needsBackup ? "filled" : "default"} onClick={() => setBackingUp(true)}>
            {needsBackup ? i18n.t("Back up the words") : i18n.t("Show the words")}
          </Button>
        )}
        {kept !== undefined && (
          <Button variant="default" onClick={() => saveWalletFile(kept)}>
            {i18n.t("Save the wallet file")}
          </Button>
        )}
        {kept !== undefined && (
          <Button variant="subtle" color="recording" onClick={() => setForgetting(true)}>
            {i18n.t("Forget the wallet in this browser")}
          </Button>
        )}
      </Group>
      {kept !== undefined && (
        <Text c="dimmed" size="sm" mt="xs">
          {i18n.t(
            "The file is encrypted under the passphrase. The “lucid” command takes it (--wallet). It does not replace the words on paper.",
          )}
        </Text>
      )}
      {kept !== undefined && SHARES_UNLOCK && (
        <Select
          mt="md"
          maw={320}
          label={i18n.t("Lock after unlocking")}
          data={LOCK_TIMES.map((time) => ({ value: String(time), label: lockTimes[time] }))}
          value={String(minutes)}
          onChange={(value) => chooseLockTime(LOCK_TIMES.find((time) => String(time) === value) ?? minutes)}
          allowDeselect={false}
        />
      )}
      <BackupDialog opened={backingUp} onClose={() => setBackingUp(false)} />
      <Dialog opened={forgetting} onClose={() => setForgetting(false)} title={i18n.t("Forget the wallet?")}>
        <Stack>
          <Text>
            {i18n.t(
              "The encrypted wallet is removed from this browser and you are logged out. Only the recovery phrase brings it back, and with it the key to your recordings.",
            )}
          </Text>
          <Checkbox
            label={i18n.t("I have the recovery phrase on paper")}
            checked={sure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <LeaveButton>{i18n.t("Keep it")}</LeaveButton>
            <Button
              color="recording"
              disabled={!sure}
              onClick={() => {
                forgetKeptWallet();
                void logOut(api);
              }}
            >
              {i18n.t("Forget it")}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </Card>
  );
}

/** What the command takes: the file as this browser keeps it, encrypted. */
function saveWalletFile(address: string): void {
  const text = keptFile.read();
  if (text !== null) saveFile(new Blob([text], { type: "application/json" }), `lucid-wallet-${address}.json`);
}
