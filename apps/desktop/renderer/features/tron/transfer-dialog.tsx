import { useLingui } from "@lingui/react";
import { type OrderedTransfer, TransferId } from "@lucid/contract";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { Badge, Dialog, ErrorNotice, Facts, Hash, LeaveButton, Moment, Note } from "../../shared/ui/index.ts";
import { Amount } from "./amount.tsx";
import { NetworkBadge } from "./network-badge.tsx";
import { stakingKinds } from "./staking-words.ts";
import { failureWords, stakingStates, transferStates, troubleWords } from "./transfer-words.ts";
import classes from "./tron.module.css";

export interface TransferDialogProps {
  readonly transfer: OrderedTransfer;
  readonly onClose: () => void;
}

/** One transfer: what was ordered, how far it is, what it was to cost and did, and when it came to each state. */
export function TransferDialog({ transfer, onClose }: TransferDialogProps) {
  const { i18n } = useLingui();
  const retry = useMutation(useApi().queries.tron.retryTransfer.mutationOptions());
  const { state, asset, amount, network, from_address, to_address, reason, steps, forms, block, cost, staking } = transfer;
  const { transaction_id, expires_at, forecast_fee_sun, most_fee_sun, paid_out, to_sign } = transfer;
  const states = (staking === null ? transferStates : stakingStates)(i18n);
  const trouble = troubleWords(i18n, transfer);
  const isOver = state === "solidified" || state === "failed" || state === "cancelled";
  const address = (value: string) => <span className={classes.address}>{value}</span>;
  return (
    <Dialog onClose={onClose} title={staking === null ? i18n.t("A transfer") : stakingKinds(i18n)[staking.kind].label} size="lg">
      <Stack>
        <Group gap={8}>
          <Badge tone={states[state].tone}>{states[state].label}</Badge>
          <NetworkBadge network={network} />
        </Group>
        <Text>
          {to_sign !== null
            ? i18n.t("It waits for the signature of the device. It cannot be cancelled: it expires where none comes.")
            : state === "expired" && steps.at(-2)?.state === "requested"
              ? i18n.t("It was not signed in time, and can never be paid any more. It can be ordered again.")
              : states[state].means}
        </Text>
        {reason !== null && <Note>{failureWords(i18n, reason)}</Note>}
        {trouble !== undefined && !isOver && <Note>{trouble}</Note>}
        <Facts
          rows={[
            [i18n.t("Amount"), <Amount key="amount" units={staking?.kind === "vote" ? undefined : amount} asset={asset} />],
            [i18n.t("From"), address(from_address)],
            ...(to_address === from_address ? [] : [[i18n.t("To the TRON address"), address(to_address)] as const]),
            ...(paid_out === null ? [] : [[i18n.t("Paid out"), <Amount key="out" units={paid_out} asset="TRX" />] as const]),
            [i18n.t("Fee that was forecast"), <Amount key="forecast" units={forecast_fee_sun} asset="TRX" />],
            [i18n.t("Fee that it did cost"), <Amount key="cost" units={cost?.fee_sun} asset="TRX" />],
            [i18n.t("Most it may cost"), <Amount key="most" units={most_fee_sun} asset="TRX" />],
            ...(transaction_id === null
              ? []
              : [
                  [
                    i18n.t("Transaction"),
                    <Hash key="id" value={transaction_id} label={i18n.t("transaction id")} ends={8} />,
                  ] as const,
                ]),
            ...(block === null ? [] : [[i18n.t("Block"), String(block)] as const]),
            ...(expires_at === null || isOver ? [] : [[i18n.t("Counts until"), <Moment key="until" at={expires_at} />] as const]),
            ...(forms > 1
              ? [
                  [
                    i18n.t("Signed"),
                    i18n.t("{forms} times, each after the one before could not count any more", { forms }),
                  ] as const,
                ]
              : []),
          ]}
        />
        <ol className={classes.steps} aria-label={i18n.t("Its states")}>
          {steps.map((step, index) => (
            <li key={`${index}-${step.state}`}>
              {states[step.state].label} <Moment at={step.at} />
            </li>
          ))}
        </ol>
        {retry.error && <ErrorNotice error={retry.error} title={i18n.t("It was not ordered again")} />}
        {(state === "expired" || state === "failed") && (
          <Group justify="flex-end">
            <LeaveButton>{i18n.t("Close")}</LeaveButton>
            <Button
              loading={retry.isPending}
              onClick={() => retry.mutate({ transfer_id: TransferId.parse(transfer.transfer_id), most_fee_sun })}
            >
              {i18n.t("Order it again")}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  );
}
