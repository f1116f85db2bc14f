import { useLingui } from "@lingui/react";
import type { ClaimOffer } from "@lucid/contract";
import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice, Facts, Hash, Moment, Note, useWrongField, Waiting } from "../../shared/ui/index.ts";
import { LoginFrame } from "../login/index.ts";
import { Amount, NetworkBadge } from "../tron/index.ts";
import { takeClaim } from "./claim-of-link.ts";

/** Where a claim link leads: what is paid by it, and to which address. It needs no account. */
export function ClaimPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [secret] = useState(takeClaim);
  const title = i18n.t("Money that is owed to you");
  useDocumentTitle(`${title} · Lucid`);
  const offer = useQuery(
    queries.claims.look.queryOptions({ input: { secret: secret ?? "" }, enabled: secret !== undefined, retry: false }),
  );
  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{secret === undefined ? i18n.t("The claim is not in this address") : title}</Title>
        {secret === undefined && (
          <Text c="dimmed">
            {i18n.t("Open the link that you got once more, as a whole: what counts stands at its end, after the #.")}
          </Text>
        )}
        {offer.error && (
          <ErrorNotice error={offer.error} title={i18n.t("This link pays nothing")} onRetry={() => void offer.refetch()} />
        )}
        {secret !== undefined && offer.isPending && <Waiting label={i18n.t("Asking the node")} />}
        {secret !== undefined && offer.data && (
          <Offer secret={secret} offer={offer.data} onChanged={() => void offer.refetch()} />
        )}
      </Stack>
    </LoginFrame>
  );
}

interface OfferProps {
  readonly secret: string;
  readonly offer: ClaimOffer;
  readonly onChanged: () => void;
}

function Offer({ secret, offer: { network, amount, fee, expires_at, node, state, address }, onChanged }: OfferProps) {
  const { i18n } = useLingui();
  return (
    <>
      <Group>
        <NetworkBadge network={network} />
      </Group>
      <Facts
        rows={[
          [i18n.t("Amount"), <Amount key="amount" units={amount} asset="USDT" />],
          [i18n.t("Fee, taken from it"), <Amount key="fee" units={fee} asset="USDT" />],
          [i18n.t("Node"), node.host],
          [i18n.t("Its key"), <Hash key="key" value={node.id} label={i18n.t("key")} ends={10} />],
          ...(state === "open" ? [[i18n.t("Counts until"), <Moment key="until" at={expires_at} />] as const] : []),
          ...(address === null
            ? []
            : [[i18n.t("Paid to"), <Hash key="to" value={address} label={i18n.t("address")} ends={8} />] as const]),
        ]}
      />
      {state === "open" ? (
        <NameAddress secret={secret} onChanged={onChanged} />
      ) : (
        <Text role="status">
          {state === "ordered"
            ? i18n.t(
                "The payout is made. It is sent when all that may have to approve it have done so, and the wallet that pays is open.",
              )
            : i18n.t("The address is kept. The payout is made as soon as the node’s payments answer.")}
        </Text>
      )}
    </>
  );
}

function NameAddress({ secret, onChanged }: Omit<OfferProps, "offer">) {
  const { i18n } = useLingui();
  const take = useMutation(useApi().queries.claims.take.mutationOptions({ onSettled: onChanged }));
  const wrong = useWrongField(take.error);
  const [address, setAddress] = useState("");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    take.mutate({ secret, address: address.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={i18n.t("Your TRON address")}
          description={i18n.t("It can be named once. Nobody can bring back what is paid to a wrong one.")}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          error={wrong("address")}
          autoComplete="off"
          spellCheck={false}
          required
        />
        {take.error && <ErrorNotice error={take.error} title={i18n.t("No payout was made")} />}
        <Note>{i18n.t("At an exchange, name the address that it gives you for USDT on TRON (TRC-20).")}</Note>
        <Button type="submit" loading={take.isPending} disabled={address.trim() === ""}>
          {i18n.t("Have it paid there")}
        </Button>
      </Stack>
    </form>
  );
}
