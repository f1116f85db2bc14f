import { useLingui } from "@lingui/react";
import type { PayoutOverview } from "@lucid/contract";
import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Card, Facts, Hash, Moment, Note } from "../../shared/ui/index.ts";
import { Amount, ChooseWallet } from "../tron/index.ts";
import { stopWords } from "./payout-words.ts";
import { SignPayoutsDialog } from "./sign-payouts-dialog.tsx";

export interface OverviewCardProps {
  readonly overview: PayoutOverview;
  readonly mayManage: boolean;
}

/** What pays, whether it does, and how much of the limits is used. */
export function OverviewCard({ overview, mayManage }: OverviewCardProps) {
  const { i18n } = useLingui();
  const { wallet, stopped, total, rules, day_used, hour_used, reconciliation } = overview;
  const ofLimit = (used: string, limit: string) => (
    <>
      <Amount units={used} asset="USDT" /> / <Amount units={limit} asset="USDT" />
    </>
  );
  return (
    <Card>
      <Stack gap="sm">
        {stopped && <Note title={i18n.t("No payout begins")}>{stopWords(i18n, stopped)}</Note>}
        {reconciliation && !reconciliation.ok && (
          <Note title={i18n.t("Ledger and chain do not agree")}>
            {i18n.t("The node says:")}{" "}
            <span lang="en" style={{ overflowWrap: "anywhere" }}>
              {reconciliation.differences.join("; ")}
            </span>
          </Note>
        )}
        <Facts
          rows={[
            [
              i18n.t("Wallet that pays"),
              wallet ? <Hash key="wallet" value={wallet.address} label={i18n.t("address")} ends={8} /> : i18n.t("none"),
            ],
            [i18n.t("Owed"), <Amount key="owed" units={total.owed} asset="USDT" />],
            [i18n.t("Of it in payouts under way"), <Amount key="locked" units={total.locked} asset="USDT" />],
            [i18n.t("Paid"), <Amount key="paid" units={total.paid} asset="USDT" />],
            [i18n.t("Fees of payouts"), <Amount key="fees" units={total.fees} asset="USDT" />],
            [i18n.t("Made within a day"), <span key="day">{ofLimit(day_used, rules.day_total)}</span>],
            [i18n.t("Begun within an hour"), <span key="hour">{ofLimit(hour_used, rules.hour_total)}</span>],
            [
              i18n.t("Compared with the chain"),
              reconciliation ? <Moment key="compared" at={reconciliation.at} /> : i18n.t("not yet"),
            ],
          ]}
        />
        {mayManage && <PayingWallet chosen={wallet?.wallet_id ?? null} />}
      </Stack>
    </Card>
  );
}

function PayingWallet({ chosen }: { readonly chosen: string | null }) {
  const { i18n } = useLingui();
  const { tron, payouts } = useApi().queries;
  const list = useQuery(tron.listWallets.queryOptions());
  const set = useMutation(payouts.setWallet.mutationOptions());
  const own = (list.data?.wallets ?? []).filter(({ kind }) => kind !== "watch");
  const paying = own.find(({ wallet_id, kind }) => wallet_id === chosen && kind === "hardware");
  const [isSigning, setSigning] = useState(false);
  if (own.length === 0) return null;
  return (
    <>
      <ChooseWallet label={i18n.t("Pay from this wallet of yours")} wallets={own} chosen={chosen} set={set} />
      {paying && (
        <Group>
          <Button onClick={() => setSigning(true)}>{i18n.t("Sign payouts on the device")}</Button>
        </Group>
      )}
      {paying && isSigning && <SignPayoutsDialog wallet={paying} onClose={() => setSigning(false)} />}
    </>
  );
}
