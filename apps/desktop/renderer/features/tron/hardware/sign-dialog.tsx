import { useLingui } from "@lingui/react";
import { type OrderedTransfer, TransferId, type TronWallet } from "@lucid/contract";
import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../../shared/api/api.ts";
import { Dialog, ErrorNotice, Facts, LeaveButton, Moment, Note, Waiting } from "../../../shared/ui/index.ts";
import { useNow } from "../../../shared/ui/use-now.ts";
import { LedgerFault, LedgerProgress, useLedger } from "../../ledger/index.ts";
import { NetworkBadge } from "../network-badge.tsx";
import { stakingRows, transferRows } from "../order-rows.tsx";
import { stakingKinds } from "../staking-words.ts";
import { failureWords, stakingStates, transferStates } from "../transfer-words.ts";
import { checkToSign } from "./check-to-sign.ts";
import { deviceShows } from "./device-shows.ts";

export interface SignDialogProps {
  readonly wallet: TronWallet;
  readonly transferId: string;
  readonly onClose: () => void;
}

/** Has a device sign an order, once the page has read that it says what is shown, and gives the signature to the node. */
export function SignDialog({ wallet, transferId, onClose }: SignDialogProps) {
  const { i18n } = useLingui();
  const transfer_id = TransferId.parse(transferId);
  const asked = useQuery(useApi().queries.tron.getTransfer.queryOptions({ input: { transfer_id } }));
  const title = i18n.t("Sign with “{name}”", { name: wallet.name });
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      {asked.data ? (
        <Signing wallet={wallet} transfer={asked.data} />
      ) : asked.error ? (
        <ErrorNotice error={asked.error} title={i18n.t("The order could not be read")} onRetry={() => void asked.refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
    </Dialog>
  );
}

function Signing({ wallet, transfer }: { readonly wallet: TronWallet; readonly transfer: OrderedTransfer }) {
  const { i18n } = useLingui();
  const { client } = useApi();
  const { to_sign, state, from_address, network, staking, reason } = transfer;
  const now = useNow();
  const fault = to_sign === null ? undefined : checkToSign(transfer, now);
  const run = useLedger(async (ledger, at) => {
    const account = wallet.hardware?.account ?? 0;
    at("address");
    if ((await ledger.address(account, false)) !== from_address) throw new LedgerFault("other-account");
    // What is shown is what was read: it is read again, as it is now.
    if (to_sign === null || checkToSign(transfer, Date.now()) !== undefined) throw new LedgerFault("too-late");
    at("sign");
    const signature = await ledger.sign(account, to_sign.raw);
    at("send");
    await client.tron.signTransfer({ transfer_id: TransferId.parse(transfer.transfer_id), signature });
  });
  const { label, means } = (staking === null ? transferStates : stakingStates)(i18n)[state];
  return (
    <Stack>
      <Group>
        <NetworkBadge network={network} />
        {staking !== null && <Text fw={600}>{stakingKinds(i18n)[staking.kind].label}</Text>}
      </Group>
      <Facts
        rows={[
          ...(staking === null ? transferRows(i18n, transfer) : stakingRows(i18n, staking, transfer.amount)),
          [i18n.t("State"), label],
          ...(to_sign === null ? [] : [[i18n.t("To be signed until"), <Moment key="until" at={to_sign.expires_at} />] as const]),
        ]}
      />
      {to_sign === null ? (
        state === "requested" ? (
          <Waiting label={i18n.t("The node prepares what is to be signed")} />
        ) : (
          <>
            <Text>{reason === null ? means : failureWords(i18n, reason)}</Text>
            <Group justify="flex-end">
              <LeaveButton>{i18n.t("Close")}</LeaveButton>
            </Group>
          </>
        )
      ) : fault === "differs" ? (
        <Note title={i18n.t("This is not signed")}>
          {i18n.t("What the node wants signed is not what is shown here. Tell whoever runs the node.")}
        </Note>
      ) : fault === "expired" ? (
        <Note title={i18n.t("It is too late to sign this")}>
          {i18n.t("It can be ordered again as soon as nothing can be paid by it any more.")}
        </Note>
      ) : (
        <>
          <Text c="dimmed" size="sm">
            {deviceShows(i18n, transfer)}
          </Text>
          <LedgerProgress run={run} verb={i18n.t("Sign on the device")} failed={i18n.t("Nothing was signed")} />
        </>
      )}
    </Stack>
  );
}
