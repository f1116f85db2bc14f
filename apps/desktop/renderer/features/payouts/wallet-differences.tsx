import { useLingui } from "@lingui/react";
import { TronAddress, type WalletComparison } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Card, ErrorNotice, Facts, Hash } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { ExplainDialog } from "./explain-dialog.tsx";
import { FindTransferDialog } from "./find-transfer-dialog.tsx";
import { Payee } from "./payee.tsx";
import type { PayoutRights } from "./payout-rights.ts";

export interface WalletDifferencesProps extends PayoutRights {
  readonly wallets: readonly WalletComparison[];
}

/** Wallets that hold more or less than is recorded, and the ways out: find the transfer, or say what it was. */
export function WalletDifferences({ wallets, ...rights }: WalletDifferencesProps) {
  const { i18n } = useLingui();
  const differing = wallets.filter(({ state }) => state === "differs");
  if (differing.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>{i18n.t("Wallets that differ")}</Title>
      {differing.map((wallet) => (
        <Difference key={wallet.address} wallet={wallet} {...rights} />
      ))}
    </Stack>
  );
}

function Difference({ wallet, mayManage, mayApprove, userId }: PayoutRights & { readonly wallet: WalletComparison }) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const [asked, setAsked] = useState<"find" | "explain">();
  const agree = useMutation(payouts.approveExplanation.mutationOptions());
  const { address, difference, held, block, agreed_block, explanation } = wallet;
  const isLess = difference.startsWith("-");
  const said = explanation?.made_at === null && explanation.amount === difference ? explanation : undefined;
  return (
    <Card>
      <Stack gap="sm">
        <Facts
          rows={[
            [i18n.t("Wallet"), <Hash key="wallet" value={address} label={i18n.t("address")} ends={8} />],
            [
              isLess ? i18n.t("Less than is recorded") : i18n.t("More than is recorded"),
              <Amount key="difference" units={difference.replace("-", "")} asset="USDT" />,
            ],
            [i18n.t("It holds"), <Amount key="held" units={held} asset="USDT" />],
            [i18n.t("Between the blocks"), i18n.t("{from} and {to}", { from: String(agreed_block ?? ""), to: String(block) })],
            ...(said
              ? ([
                  [i18n.t("What it was"), <Said key="said" reason={said.reason} />],
                  [i18n.t("Said by"), <Payee key="by" id={said.explained_by} />],
                ] as const)
              : []),
          ]}
        />
        {said && <Text size="sm">{i18n.t("It counts once a second person agrees.")}</Text>}
        {agree.error && <ErrorNotice error={agree.error} title={i18n.t("That was not done")} />}
        <Group gap="xs">
          {mayManage && (
            <>
              <Button variant="default" onClick={() => setAsked("find")}>
                {i18n.t("Look for a transfer")}
              </Button>
              <Button variant="default" onClick={() => setAsked("explain")}>
                {i18n.t("Say what it was")}
              </Button>
            </>
          )}
          {said && mayApprove && said.explained_by !== userId && (
            <Button
              loading={agree.isPending}
              onClick={() => agree.mutate({ address: TronAddress.parse(address), amount: difference })}
            >
              {i18n.t("Agree")}
            </Button>
          )}
        </Group>
      </Stack>
      {asked === "find" && <FindTransferDialog onClose={() => setAsked(undefined)} />}
      {asked === "explain" && <ExplainDialog wallet={wallet} onClose={() => setAsked(undefined)} />}
    </Card>
  );
}

const Said = ({ reason }: { readonly reason: string }) => <span style={{ overflowWrap: "anywhere" }}>{reason}</span>;
