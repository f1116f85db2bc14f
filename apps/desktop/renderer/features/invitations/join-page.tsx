import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { InvitationOffer } from "@lucid/contract";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatMoment } from "../../shared/format/index.ts";
import { roleNames } from "../../shared/text/account-words.ts";
import { ErrorNotice, Facts, Hash, takesCaret, Waiting } from "../../shared/ui/index.ts";
import { LoginFrame } from "../login/index.ts";
import { logIn, WalletChoice } from "../wallet/index.ts";
import { takeInvitation } from "./invitation-of-link.ts";

/** Where the link of an invitation leads: who invites to what, then a wallet, and whoever has it is an account. */
export function JoinPage() {
  const { i18n } = useLingui();
  const api = useApi();
  const router = useRouter();
  const [secret] = useState(takeInvitation);
  const [agreed, setAgreed] = useState(false);
  const offer = useQuery(
    api.queries.invitations.look.queryOptions({ input: { secret: secret ?? "" }, enabled: secret !== undefined, retry: false }),
  );
  useDocumentTitle(`${i18n.t("Invitation")} · Lucid`);

  if (secret === undefined) return <NoInvitation />;
  if (offer.error) {
    return (
      <LoginFrame>
        <Stack>
          <Title order={1}>{i18n.t("Invitation")}</Title>
          <ErrorNotice error={offer.error} title={i18n.t("This invitation lets nobody in")} />
          <ToLogin />
        </Stack>
      </LoginFrame>
    );
  }
  if (offer.isPending) {
    return (
      <LoginFrame>
        <Waiting label={i18n.t("Asking the node")} />
      </LoginFrame>
    );
  }
  if (!agreed) return <Offer offer={offer.data} onAgree={() => setAgreed(true)} />;
  return (
    <LoginFrame>
      <WalletChoice
        title={i18n.t("Your wallet")}
        lead={i18n.t("It takes the place of a user name and a password: with it you log in, allow recordings and open them.")}
        onWallet={async (wallet) => {
          await logIn(api, wallet, { invitation: secret });
          router.history.push("/");
        }}
      />
    </LoginFrame>
  );
}

const nameOf = ({ name, tron_address }: InvitationOffer["invited_by"], i18n: I18n): string =>
  name ?? i18n.t("Somebody with the wallet {address}", { address: tron_address });

function Offer({ offer, onAgree }: { readonly offer: InvitationOffer; readonly onAgree: () => void }) {
  const { i18n } = useLingui();
  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{i18n.t("You are invited")}</Title>
        <Text>{i18n.t("{name} invites you to this Lucid node.", { name: nameOf(offer.invited_by, i18n) })}</Text>
        <Facts
          rows={[
            [i18n.t("Node"), offer.node.host],
            [i18n.t("Its key"), <Hash key="k" value={offer.node.id} label={i18n.t("key")} ends={10} />],
            [i18n.t("Invited by"), <Hash key="w" value={offer.invited_by.tron_address} label={i18n.t("address")} ends={8} />],
            [i18n.t("You become"), roleNames(i18n)[offer.role]],
            [i18n.t("The invitation counts until"), formatMoment(offer.expires_at, i18n.locale)],
          ]}
        />
        <Text c="dimmed">{i18n.t("A name can be anybody's. If you do not know who invites you, ask before you go on.")}</Text>
        <Button onClick={onAgree} ref={takesCaret}>
          {i18n.t("Continue")}
        </Button>
        <ToLogin />
      </Stack>
    </LoginFrame>
  );
}

function ToLogin() {
  const { i18n } = useLingui();
  return (
    <Button component={Link} to="/login" variant="subtle" color="gray">
      {i18n.t("I have an account here: log in")}
    </Button>
  );
}

function NoInvitation() {
  const { i18n } = useLingui();
  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{i18n.t("The invitation is not in this address")}</Title>
        <Text c="dimmed">
          {i18n.t("Open the link that you got once more, as a whole: what counts stands at its end, after the #.")}
        </Text>
        <ToLogin />
      </Stack>
    </LoginFrame>
  );
}
