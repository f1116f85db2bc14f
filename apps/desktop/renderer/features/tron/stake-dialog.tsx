import { useLingui } from "@lingui/react";
import {
  type StakingAction,
  type StakingKind,
  type StakingResource,
  type StakingStatus,
  TronAddress,
  TronWalletId,
} from "@lucid/contract";
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { Dialog, ErrorNotice, LeaveButton, useAmount } from "../../shared/ui/index.ts";
import { StakeConfirm } from "./stake-confirm.tsx";
import { resourceNames, stakingKinds } from "./staking-words.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";

const RESOURCES = ["energy", "bandwidth"] as const;
/** Energy is what transfers of USDT need. */
const FIRST: StakingResource = "energy";

export interface StakeDialogProps extends OneWalletDialogProps {
  readonly kind: Extract<StakingKind, "freeze" | "unfreeze" | "delegate" | "undelegate">;
  readonly status: StakingStatus;
  /** What of it is known already: a loan that is to be taken back. */
  readonly preset?: Pick<StakingAction, "resource" | "to_address">;
}

/** Asks how much, for which resource and, where it is lent, to whom; shows what it would do, and orders it then. */
export function StakeDialog({ wallet, kind, status, preset, onClose }: StakeDialogProps) {
  const { i18n } = useLingui();
  const { tron } = useApi().queries;
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const [resource, setResource] = useState<StakingResource>(preset?.resource ?? FIRST);
  const [to, setTo] = useState<string>(preset?.to_address ?? "");
  const [typed, setTyped] = useState("");
  const [hours, setHours] = useState("");
  const [isAsked, setAsked] = useState(false);
  const forecast = useMutation(tron.forecastStaking.mutationOptions());
  const { amount, error } = useAmount(typed);
  const address = TronAddress.safeParse(to.trim());
  const lock_hours = /^[1-9]\d{0,3}$/.test(hours.trim()) ? Number(hours) : undefined;
  const isHoursWrong = hours.trim() !== "" && (lock_hours === undefined || lock_hours > 8_760);
  const isLoan = kind === "delegate" || kind === "undelegate";
  const title = i18n.t("{what}: {name}", { what: stakingKinds(i18n)[kind].label, name: wallet.name });
  const action: StakingAction | undefined =
    amount === undefined || (isLoan && !address.success) || isHoursWrong
      ? undefined
      : {
          ...{ kind, resource, amount },
          ...(isLoan && address.success ? { to_address: address.data } : {}),
          ...(kind === "delegate" && lock_hours !== undefined ? { lock_hours } : {}),
        };

  function ask(event: SyntheticEvent): void {
    event.preventDefault();
    setAsked(true);
    if (action) forecast.mutate({ wallet_id, ...action });
  }

  if (forecast.data && action)
    return <StakeConfirm {...{ wallet, onClose, title, action, forecast: forecast.data }} onBack={() => forecast.reset()} />;
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <form onSubmit={ask} noValidate>
        <Stack>
          <SegmentedControl
            data={RESOURCES.map((value) => ({ value, label: resourceNames(i18n)[value] }))}
            value={resource}
            onChange={(chosen) => setResource(RESOURCES.find((one) => one === chosen) ?? resource)}
            disabled={preset !== undefined}
            aria-label={i18n.t("For which resource")}
            style={{ alignSelf: "flex-start" }}
          />
          {isLoan && (
            <TextInput
              label={i18n.t("Lent to the TRON address")}
              placeholder="T…"
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              readOnly={preset !== undefined}
              error={
                isAsked && !address.success
                  ? i18n.t("That is no TRON address: it has 34 characters, and its checksum must fit.")
                  : null
              }
              autoComplete="off"
              spellCheck={false}
              required
            />
          )}
          <TextInput
            label={i18n.t("Amount in {asset}", { asset: "TRX" })}
            description={<Most kind={kind} resource={resource} status={status} />}
            inputMode="decimal"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={
              error ?? (isAsked && amount === undefined ? i18n.t("An amount has digits, and at most six after the point.") : null)
            }
            autoComplete="off"
            data-autofocus
            maw={320}
            required
          />
          {kind === "delegate" && (
            <TextInput
              label={i18n.t("Locked for so many hours")}
              description={i18n.t("Empty: it can be taken back at any time.")}
              inputMode="numeric"
              value={hours}
              onChange={(event) => setHours(event.currentTarget.value)}
              error={isHoursWrong ? i18n.t("A whole number of hours, 8760 at most.") : null}
              autoComplete="off"
              maw={240}
            />
          )}
          {forecast.error && <ErrorNotice error={forecast.error} title={i18n.t("The node did not say what it would do")} />}
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

/** How much there is of it. */
function Most({ kind, resource, status }: Pick<StakeDialogProps, "kind" | "status"> & { readonly resource: StakingResource }) {
  const { i18n } = useLingui();
  const { staked, lendable, lent } = status[resource];
  const there = { freeze: status.available, unfreeze: staked, delegate: lendable, undelegate: lent }[kind];
  const amount = formatAmount(there, i18n.locale);
  const words = {
    freeze: i18n.t("In the balance: {amount} TRX", { amount }),
    unfreeze: i18n.t("Staked: {amount} TRX", { amount }),
    delegate: i18n.t("Not in use, and not lent: {amount} TRX", { amount }),
    undelegate: i18n.t("Lent: {amount} TRX", { amount }),
  };
  return (
    <Text span inherit>
      {words[kind]}
      {kind === "freeze" && (
        <>
          {" · "}
          {i18n.t("This node stakes at least {amount} TRX at once.", { amount: formatAmount(status.policy.least, i18n.locale) })}
        </>
      )}
    </Text>
  );
}
