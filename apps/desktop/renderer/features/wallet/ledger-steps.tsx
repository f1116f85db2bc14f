import { useLingui } from "@lingui/react";
import { Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { AccountInput, isAccount, LedgerProgress, signOnLedger, useLedger } from "../ledger/index.ts";
import type { PageWallet } from "./vault.ts";

export interface LedgerStepsProps {
  readonly onWallet: (wallet: PageWallet) => void;
  readonly onBack: () => void;
}

/** Reads which account a Ledger has. That it is there is shown by what it signs then. */
export function LedgerSteps({ onWallet, onBack }: LedgerStepsProps) {
  const { i18n } = useLingui();
  const [account, setAccount] = useState(0);
  const run = useLedger(async (ledger, at) => {
    at("address");
    return { account, address: await ledger.address(account, false) };
  });
  const { result } = run;
  const isTaken = useRef(false);
  useEffect(() => {
    if (result === undefined || isTaken.current) return;
    isTaken.current = true;
    onWallet({ kind: "ledger", address: result.address, sign: (text) => signOnLedger({ ...result, text }) });
  }, [result, onWallet]);
  return (
    <Stack>
      <Title order={1}>{i18n.t("Use a Ledger")}</Title>
      <Text c="dimmed">
        {i18n.t(
          "Plug it in, unlock it, and open its Tron app. Each text that is signed is shown here and confirmed there: to log in one, to open recordings another, and at the first login that one twice.",
        )}
      </Text>
      <AccountInput account={account} isDisabled={run.isPending} onChange={setAccount} />
      <LedgerProgress
        run={run}
        verb={i18n.t("Connect")}
        failed={i18n.t("The address was not read")}
        isReady={isAccount(account)}
        onBack={onBack}
      />
    </Stack>
  );
}
