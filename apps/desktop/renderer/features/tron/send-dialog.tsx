import { useLingui } from "@lingui/react";
import { TronAddress, type TronAsset, type TronForecast, TronWalletId } from "@lucid/contract";
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Dialog, ErrorNotice, Facts, LeaveButton, Note, useAmount, useTyped } from "../../shared/ui/index.ts";
import { Amount } from "./amount.tsx";
import { SignDialog } from "./hardware/sign-dialog.tsx";
import { NetworkBadge } from "./network-badge.tsx";
import { transferRows } from "./order-rows.tsx";
import { obstacleWords } from "./transfer-words.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";
import { useUnlock } from "./use-unlock.tsx";

const ASSETS = ["USDT", "TRX"] as const;

/** Asks whom and how much, shows what it would cost and on which network, and orders it. Nothing is sent before the second step. */
export function SendDialog({ wallet, onClose }: OneWalletDialogProps) {
  const { i18n } = useLingui();
  const { tron } = useApi().queries;
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const [asset, setAsset] = useTyped<TronAsset>(`asset to send from ${wallet.address}`, "USDT");
  const [to, setTo] = useTyped(`address to send to from ${wallet.address}`, "");
  const [typed, setTyped] = useTyped(`amount to send from ${wallet.address}`, "");
  const [isAsked, setAsked] = useState(false);
  const forecast = useMutation(tron.estimateFee.mutationOptions());
  const address = TronAddress.safeParse(to.trim());
  const { amount, error } = useAmount(typed);
  const [ordered, setOrdered] = useState<string>();
  const title = i18n.t("Send from “{name}”", { name: wallet.name });

  function ask(event: SyntheticEvent): void {
    event.preventDefault();
    setAsked(true);
    if (address.success && amount !== undefined) forecast.mutate({ wallet_id, asset, to_address: address.data, amount });
  }

  if (ordered !== undefined) return <SignDialog wallet={wallet} transferId={ordered} onClose={onClose} />;
  const onOrdered = (transferId: string): void => (wallet.kind === "hardware" ? setOrdered(transferId) : onClose());
  if (forecast.data)
    return <Confirm {...{ wallet, onClose, onOrdered, title, forecast: forecast.data }} onBack={() => forecast.reset()} />;
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <form onSubmit={ask} noValidate>
        <Stack>
          <SegmentedControl
            data={[...ASSETS]}
            value={asset}
            onChange={(chosen) => setAsset(ASSETS.find((one) => one === chosen) ?? asset)}
            aria-label={i18n.t("What to send")}
            style={{ alignSelf: "flex-start" }}
          />
          <TextInput
            label={i18n.t("To the TRON address")}
            placeholder="T…"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={
              isAsked && !address.success
                ? i18n.t("That is no TRON address: it has 34 characters, and its checksum must fit.")
                : null
            }
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            required
          />
          <TextInput
            label={i18n.t("Amount in {asset}", { asset })}
            inputMode="decimal"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={
              error ?? (isAsked && amount === undefined ? i18n.t("An amount has digits, and at most six after the point.") : null)
            }
            autoComplete="off"
            maw={240}
            required
          />
          {forecast.error && <ErrorNotice error={forecast.error} title={i18n.t("The node did not say what it costs")} />}
          <Group justify="flex-end">
            <LeaveButton />
            <Button type="submit" loading={forecast.isPending}>
              {i18n.t("Continue")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface ConfirmProps extends OneWalletDialogProps {
  readonly title: string;
  readonly forecast: TronForecast;
  readonly onBack: () => void;
  readonly onOrdered: (transferId: string) => void;
}

function Confirm({ wallet, title, forecast, onBack, onOrdered, onClose }: ConfirmProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const { asset, amount, to_address, network, cost, obstacle } = forecast;
  // One order, however often it is asked for.
  const [idempotency_key] = useState(() => crypto.randomUUID());
  const { field, isReady, unlock } = useUnlock(wallet);
  const send = useMutation({
    async mutationFn() {
      await unlock();
      const most_fee_sun = cost?.fee_limit_sun ?? "0";
      const agreed = BigInt(most_fee_sun) > BigInt(cost?.fee_sun ?? 0) ? most_fee_sun : (cost?.fee_sun ?? "0");
      return await api.client.tron.sendTransfer({ wallet_id, asset, amount, to_address, most_fee_sun: agreed, idempotency_key });
    },
    onSuccess: ({ transfer_id }) => onOrdered(transfer_id),
  });

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    send.mutate();
  }

  return (
    <Dialog onClose={onClose} title={title} size="lg" isUnsaved={!send.isPending && !send.isSuccess}>
      <form onSubmit={submit}>
        <Stack>
          <Group>
            <NetworkBadge network={network} />
          </Group>
          <Facts
            rows={[
              ...transferRows(i18n, forecast),
              [i18n.t("Fee, as far as is known now"), <Amount key="fee" units={cost?.fee_sun} asset="TRX" />],
              ...(cost && asset === "USDT"
                ? [
                    [
                      i18n.t("Energy"),
                      i18n.t("{needed} needed, {held} held", { needed: cost.energy, held: cost.energy_held }),
                    ] as const,
                    [
                      i18n.t("Most it may cost"),
                      <Amount key="most" units={cost.fee_limit_sun ?? undefined} asset="TRX" />,
                    ] as const,
                  ]
                : []),
              ...(cost && cost.new_account_sun !== "0"
                ? [[i18n.t("Of it for a new account"), <Amount key="new" units={cost.new_account_sun} asset="TRX" />] as const]
                : []),
            ]}
          />
          {obstacle === null ? (
            <Text c="dimmed" size="sm">
              {i18n.t("Once it is signed it cannot be taken back. Compare the whole address with where you have it from.")}
            </Text>
          ) : (
            <Note title={i18n.t("This cannot be sent")}>{obstacleWords(i18n, obstacle)}</Note>
          )}
          {obstacle === null && field}
          {send.error && <ErrorNotice error={send.error} title={i18n.t("The transfer was not ordered")} />}
          <Group justify="flex-end">
            <LeaveButton />
            <Button variant="default" onClick={onBack}>
              {i18n.t("Back")}
            </Button>
            <Button type="submit" loading={send.isPending} disabled={obstacle !== null || !isReady}>
              {wallet.kind === "hardware" ? i18n.t("Continue on the device") : i18n.t("Send it")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
