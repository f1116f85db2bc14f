import { useLingui } from "@lingui/react";
import { type Payout, PayoutId, type PayoutToSign, type TronWallet } from "@lucid/contract";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Dialog, ErrorNotice, Facts, LeaveButton, Moment, Note, Waiting } from "../../shared/ui/index.ts";
import { useNow } from "../../shared/ui/use-now.ts";
import { LedgerFault, LedgerProgress, useLedger } from "../ledger/index.ts";
import { Amount, checkToSign, deviceShows, feeLimitOf, NetworkBadge, transferRows } from "../tron/index.ts";
import { Payee } from "./payee.tsx";
import { endWords, payoutStates, stopWords } from "./payout-words.ts";

/** The node gives out what is to be signed a moment after it has begun. */
const LOOK_MS = 1_000;
/** The most that a transfer of USDT may take from the wallet, whatever the node says: 150 TRX, as wallets have it. */
const MOST_FEE_SUN = 150_000_000n;

export interface SignPayoutsDialogProps {
  readonly wallet: TronWallet;
  readonly onClose: () => void;
}

/** Has a device sign the payouts that are due, one after the other, for as long as its owner goes on. */
export function SignPayoutsDialog({ wallet, onClose }: SignPayoutsDialogProps) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const [signed, setSigned] = useState(0);
  const next = useMutation(payouts.signNext.mutationOptions());
  const { data } = next;
  return (
    <Dialog onClose={onClose} title={i18n.t("Sign payouts with “{name}”", { name: wallet.name })} size="lg">
      <Stack>
        {signed > 0 && (
          <Text role="status" size="sm">
            {i18n.t("{signed, plural, one {# payout is signed.} other {# payouts are signed.}}", { signed })}
          </Text>
        )}
        {next.error && <ErrorNotice error={next.error} title={i18n.t("No payout has begun")} />}
        {next.isPending ? (
          <Waiting label={i18n.t("Asking the node")} />
        ) : data?.payout ? (
          <OnePayout
            key={data.payout.payout_id}
            wallet={wallet}
            begun={data.payout}
            left={data.left}
            onSigned={() => {
              setSigned(signed + 1);
              next.mutate({});
            }}
            onNext={() => next.mutate({})}
          />
        ) : (
          <>
            <Text>{data ? nothingWords(data) : i18n.t("Plug the Ledger in, unlock it, and open its Tron app.")}</Text>
            {!data && (
              <Text c="dimmed" size="sm">
                {i18n.t(
                  "Each payout is shown here and confirmed there, one after the other. Stop at any time: what was not begun stays as it is. One that was begun and is not signed in five minutes expires, and is owed again.",
                )}
              </Text>
            )}
            <Group justify="flex-end">
              <LeaveButton>{data ? i18n.t("Close") : undefined}</LeaveButton>
              {(!data || data.left > 0) && <Button onClick={() => next.mutate({})}>{i18n.t("Begin the next payout")}</Button>}
            </Group>
          </>
        )}
      </Stack>
    </Dialog>
  );

  function nothingWords({ stop }: PayoutToSign): string {
    return stop === null ? i18n.t("No payout is left to be signed now.") : stopWords(i18n, stop);
  }
}

interface OnePayoutProps {
  readonly wallet: TronWallet;
  readonly begun: Payout;
  /** Those after it. */
  readonly left: number;
  readonly onSigned: () => void;
  readonly onNext: () => void;
}

function OnePayout({ wallet, begun, left, onSigned, onNext }: OnePayoutProps) {
  const { i18n } = useLingui();
  const { client, queries } = useApi();
  const payout_id = PayoutId.parse(begun.payout_id);
  const asked = useQuery(
    queries.payouts.get.queryOptions({
      input: { payout_id },
      initialData: begun,
      refetchInterval: ({ state: { data } }) => (isPreparing(data) ? LOOK_MS : false),
    }),
  );
  const payout = asked.data;
  const { to_sign = null } = payout.transfer ?? {};
  const limit = to_sign === null ? undefined : feeLimitOf(to_sign);
  const now = useNow();
  const faultAt = (at: number) =>
    checkToSign(
      {
        ...{ asset: "USDT", amount: payout.net, from_address: wallet.address, to_address: payout.address, staking: null },
        ...{ network: payout.network, most_fee_sun: MOST_FEE_SUN.toString(), to_sign },
      },
      at,
    );
  const fault = to_sign === null ? undefined : faultAt(now);
  const run = useLedger(async (ledger, at) => {
    const account = wallet.hardware?.account ?? 0;
    at("address");
    if ((await ledger.address(account, false)) !== wallet.address) throw new LedgerFault("other-account");
    // What is shown is what was read: it is read again, as it is now.
    if (to_sign === null || faultAt(Date.now()) !== undefined) throw new LedgerFault("too-late");
    at("sign");
    const signature = await ledger.sign(account, to_sign.raw);
    at("send");
    await client.payouts.sign({ payout_id, signature });
    onSigned();
  });
  return (
    <>
      <Group>
        <NetworkBadge network={payout.network} />
      </Group>
      <Facts
        rows={[
          ...(payout.payee === null ? [] : [[i18n.t("Payee"), <Payee key="payee" id={payout.payee} />] as const]),
          ...transferRows(i18n, { asset: "USDT", amount: payout.net, to_address: payout.address }),
          ...(limit === undefined
            ? []
            : [[i18n.t("Most it may cost"), <Amount key="most" units={limit} asset="TRX" />] as const]),
          ...(to_sign === null ? [] : [[i18n.t("To be signed until"), <Moment key="until" at={to_sign.expires_at} />] as const]),
          [i18n.t("Payouts after this one"), String(left)],
        ]}
      />
      {asked.error && (
        <ErrorNotice error={asked.error} title={i18n.t("The payout could not be read")} onRetry={() => void asked.refetch()} />
      )}
      {isPreparing(payout) ? (
        <Waiting label={i18n.t("The node prepares what is to be signed")} />
      ) : to_sign === null ? (
        <>
          <Text>{payout.reason === null ? payoutStates(i18n)[payout.state].label : endWords(i18n, payout.reason)}</Text>
          <Next onNext={onNext} />
        </>
      ) : fault === "differs" ? (
        <Note title={i18n.t("This is not signed")}>
          {i18n.t("What the node wants signed is not what is shown here. Tell whoever runs the node.")}
        </Note>
      ) : fault === "expired" ? (
        <>
          <Note title={i18n.t("It is too late to sign this")}>
            {i18n.t("It is owed again as soon as nothing can be paid by it any more.")}
          </Note>
          <Next onNext={onNext} />
        </>
      ) : (
        <>
          <Text c="dimmed" size="sm">
            {deviceShows(i18n, { asset: "USDT", network: payout.network, staking: null })}
          </Text>
          <LedgerProgress run={run} verb={i18n.t("Sign on the device")} failed={i18n.t("Nothing was signed")} />
        </>
      )}
    </>
  );
}

/** It has begun, and nothing is given out yet. */
const isPreparing = (payout: Payout | undefined): boolean =>
  payout?.state === "paying" && payout.transfer?.state === "requested" && payout.transfer.to_sign === null;

function Next({ onNext }: { readonly onNext: () => void }) {
  const { i18n } = useLingui();
  return (
    <Group justify="flex-end">
      <LeaveButton>{i18n.t("Close")}</LeaveButton>
      <Button onClick={onNext}>{i18n.t("Begin the next payout")}</Button>
    </Group>
  );
}
