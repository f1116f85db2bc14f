import { useLingui } from "@lingui/react";
import { type StakingAction, type StakingForecast, TronWalletId } from "@lucid/contract";
import { Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount, formatMoment } from "../../shared/format/index.ts";
import { stakingObstacles } from "../../shared/text/errors/staking-words.ts";
import { Dialog, ErrorNotice, Facts, LeaveButton, Note } from "../../shared/ui/index.ts";
import { Amount } from "./amount.tsx";
import { SignDialog } from "./hardware/sign-dialog.tsx";
import { NetworkBadge } from "./network-badge.tsx";
import { stakingRows } from "./order-rows.tsx";
import { effectWords, stakingKinds } from "./staking-words.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";
import { useUnlock } from "./use-unlock.tsx";

export interface StakeConfirmProps extends OneWalletDialogProps {
  readonly title: string;
  readonly action: StakingAction;
  readonly forecast: StakingForecast;
  /** None where there was nothing to fill in before. */
  readonly onBack?: (() => void) | undefined;
}

/** Says in words what an order about a stake does, what it costs and until when it binds; signs it when that is wanted. */
export function StakeConfirm({ wallet, title, action, forecast, onBack, onClose }: StakeConfirmProps) {
  const { i18n } = useLingui();
  const { client } = useApi();
  const { obstacle, limit, until, cost, network } = forecast;
  // One order, however often it is asked for.
  const [idempotency_key] = useState(() => crypto.randomUUID());
  const { field, isReady, unlock } = useUnlock(wallet);
  const [ordered, setOrdered] = useState<string>();
  const isOnDevice = wallet.kind === "hardware";
  const order = useMutation({
    async mutationFn() {
      await unlock();
      const wallet_id = TronWalletId.parse(wallet.wallet_id);
      return await client.tron.orderStaking({ wallet_id, ...action, most_fee_sun: cost.fee_sun, idempotency_key });
    },
    onSuccess: ({ transfer_id }) => (isOnDevice ? setOrdered(transfer_id) : onClose()),
  });

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    order.mutate();
  }

  if (ordered !== undefined) return <SignDialog wallet={wallet} transferId={ordered} onClose={onClose} />;
  const words = obstacle === null ? undefined : stakingObstacles(i18n)[obstacle];
  return (
    <Dialog onClose={onClose} title={title} size="lg" isUnsaved={onBack !== undefined && !order.isPending && !order.isSuccess}>
      <form onSubmit={submit}>
        <Stack>
          <Group>
            <NetworkBadge network={network} />
          </Group>
          <Facts
            rows={[
              ...stakingRows(i18n, action, forecast.effect.amount),
              [i18n.t("Fee, as far as is known now"), <Amount key="fee" units={cost.fee_sun} asset="TRX" />],
            ]}
          />
          {words === undefined ? (
            <List>
              {effectWords(i18n, action, forecast).map((sentence) => (
                <List.Item key={sentence}>{sentence}</List.Item>
              ))}
            </List>
          ) : (
            <Note title={i18n.t("This cannot be done")}>
              {words.what} {words.next}
              {limit !== null && (
                <Text>{i18n.t("It would go with {amount} TRX.", { amount: formatAmount(limit, i18n.locale) })}</Text>
              )}
              {until !== null && <Text>{i18n.t("That is over: {moment}", { moment: formatMoment(until, i18n.locale) })}</Text>}
            </Note>
          )}
          {obstacle === null && field}
          {order.error && <ErrorNotice error={order.error} title={i18n.t("It was not ordered")} />}
          <Group justify="flex-end">
            <LeaveButton />
            {onBack && (
              <Button variant="default" onClick={onBack}>
                {i18n.t("Back")}
              </Button>
            )}
            <Button type="submit" loading={order.isPending} disabled={obstacle !== null || !isReady}>
              {isOnDevice ? i18n.t("Continue on the device") : stakingKinds(i18n)[action.kind].verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
