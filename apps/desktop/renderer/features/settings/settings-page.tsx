import { useLingui } from "@lingui/react";
import { Stack, Title } from "@mantine/core";
import { Card, PageHeader } from "../../shared/ui/index.ts";
import { ApiKeysCard } from "../api-keys/index.ts";
import { EmailCard } from "../email/index.ts";
import { PasskeysCard } from "../passkeys/index.ts";
import { SecondFactorCard } from "../second-factor/index.ts";
import { AddressBookList } from "../verify/index.ts";
import { AccountCard } from "./account-card.tsx";
import { LoginsCard } from "./logins-card.tsx";
import { LookCard } from "./look-card.tsx";
import { WalletCard } from "./wallet-card.tsx";

export function SettingsPage() {
  const { i18n } = useLingui();
  return (
    <>
      <PageHeader title={i18n.t("Settings")} />
      <Stack maw={680} gap="sm">
        <LookCard />
        <AccountCard />
        <WalletCard />
        <Card>
          <Title order={2} mb="sm">
            {i18n.t("Your address book")}
          </Title>
          <AddressBookList />
        </Card>
        <PasskeysCard />
        <SecondFactorCard />
        <LoginsCard />
        <EmailCard />
        <ApiKeysCard />
      </Stack>
    </>
  );
}
