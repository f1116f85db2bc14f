import { useLingui } from "@lingui/react";
import { Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../../shared/api/api.ts";
import { Dialog, FormDialog, useTyped, useWrongField } from "../../../shared/ui/index.ts";
import { AccountInput, isAccount, LedgerFault, LedgerProgress, useLedger } from "../../ledger/index.ts";
import classes from "../tron.module.css";
import { WalletName } from "../wallet-name.tsx";

/** Reads an account's address off a Ledger, has it compared on the device, and keeps it as a wallet. */
export function AddLedgerDialog({ onClose }: { readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const [account, setAccount] = useState(0);
  const [address, setAddress] = useState<string>();
  const run = useLedger(async (ledger, at) => {
    at("address");
    const read = await ledger.address(account, false);
    setAddress(read);
    at("confirm-address");
    if ((await ledger.address(account, true)) !== read) throw new LedgerFault("failed");
    return { account, address: read };
  });

  if (run.result) return <NameLedger {...run.result} onClose={onClose} />;
  return (
    <Dialog onClose={onClose} title={i18n.t("Add a Ledger")} size="lg">
      <Stack>
        <Text>
          {i18n.t("Plug the Ledger in, unlock it, and open its Tron app. Its key stays on it: every payment is confirmed there.")}
        </Text>
        <Text c="dimmed" size="sm">
          {i18n.t(
            "It signs transfers of TRX and USDT, what is done with a stake, and payouts. Trezor is not supported yet, and KeepKey has no support for TRON.",
          )}
        </Text>
        <AccountInput account={account} isDisabled={run.isPending} onChange={setAccount} />
        {run.isPending && address !== undefined && <span className={classes.address}>{address}</span>}
        <LedgerProgress
          run={run}
          verb={i18n.t("Connect")}
          failed={i18n.t("The address was not read")}
          isReady={isAccount(account)}
        />
      </Stack>
    </Dialog>
  );
}

interface NameLedgerProps {
  readonly account: number;
  readonly address: string;
  readonly onClose: () => void;
}

function NameLedger({ account, address: tron_address, onClose }: NameLedgerProps) {
  const { i18n } = useLingui();
  const add = useMutation(useApi().queries.tron.addHardwareWallet.mutationOptions());
  const wrong = useWrongField(add.error);
  const [name, setName] = useTyped("name of a hardware wallet", "Ledger");
  return (
    <FormDialog
      title={i18n.t("Add a Ledger")}
      verb={i18n.t("Add it")}
      failed={i18n.t("The wallet was not added")}
      isReady={name.trim() !== ""}
      isPending={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate({ name: name.trim(), tron_address, device: "ledger", account }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <span className={classes.address}>{tron_address}</span>
      <WalletName name={name} onChange={setName} error={wrong("name")} />
    </FormDialog>
  );
}
