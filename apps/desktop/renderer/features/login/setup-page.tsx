import { useLingui } from "@lingui/react";
import { Button, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice, Hash, Waiting } from "../../shared/ui/index.ts";
import { logIn, WalletChoice } from "../wallet/index.ts";
import { LoginFrame } from "./login-frame.tsx";
import { takeSetupCode } from "./setup-code.ts";

type Step = { readonly at: "welcome" } | { readonly at: "wallet" } | { readonly at: "done"; readonly address: string };

/** First start of a node: what this is, a wallet, and whoever has the setup code becomes its owner. */
export function SetupPage() {
  const { i18n } = useLingui();
  const api = useApi();
  const [code, setCode] = useState(() => takeSetupCode() ?? "");
  const [step, setStep] = useState<Step>({ at: "welcome" });
  const setup = useQuery(api.queries.logins.setup.queryOptions({ staleTime: 0 }));
  useDocumentTitle(`${i18n.t("Set up")} · Lucid`);

  if (step.at === "done") return <SetupDone address={step.address} />;
  if (setup.isPending) {
    return (
      <LoginFrame>
        <Waiting label={i18n.t("Asking the node")} />
      </LoginFrame>
    );
  }
  if (setup.error) {
    return (
      <LoginFrame>
        <ErrorNotice error={setup.error} title={i18n.t("The node could not be asked")} onRetry={() => void setup.refetch()} />
      </LoginFrame>
    );
  }
  if (!setup.data.needed) return <AlreadyOwned />;
  if (step.at === "wallet") {
    return (
      <LoginFrame>
        <WalletChoice
          title={i18n.t("Your wallet")}
          lead={i18n.t("It takes the place of a user name and a password: with it you log in, allow recordings and open them.")}
          onWallet={async (wallet) => {
            await logIn(api, wallet, code.trim());
            setStep({ at: "done", address: wallet.address });
          }}
        />
      </LoginFrame>
    );
  }
  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{i18n.t("Welcome to Lucid")}</Title>
        <Text>
          {i18n.t("Lucid records remote desktops so that anyone can check later that nothing was cut, changed or left out.")}
        </Text>
        <List spacing={6} c="dimmed">
          <List.Item>{i18n.t("Every recording is encrypted. Only you, and whom you allow, can watch it.")}</List.Item>
          <List.Item>{i18n.t("Its fingerprint goes onto the chain while the desktop is still in use.")}</List.Item>
          <List.Item>{i18n.t("A proof can be checked by anybody, with no account and no server.")}</List.Item>
        </List>
        <Text c="dimmed">
          {i18n.t("Nothing on this computer is erased. This node has no owner yet: you become it with the setup code.")}
        </Text>
        <TextInput
          label={i18n.t("Setup code")}
          description={i18n.t("The node printed it at its first start. The link that it printed fills it in.")}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        />
        <Button onClick={() => setStep({ at: "wallet" })} disabled={code.trim() === ""}>
          {i18n.t("Continue")}
        </Button>
      </Stack>
    </LoginFrame>
  );
}

function SetupDone({ address }: { readonly address: string }) {
  const { i18n } = useLingui();
  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{i18n.t("This node is yours")}</Title>
        <Text>{i18n.t("The setup code no longer works. Its owner is the account of this wallet:")}</Text>
        <div>
          <Hash value={address} label={i18n.t("address")} ends={10} />
        </div>
        <Text c="dimmed">
          {i18n.t("The best way to see what it does: record a short session, end it, and watch its proof appear.")}
        </Text>
        <Button component={Link} to="/sessions/new">
          {i18n.t("Record a first session")}
        </Button>
        <Button component={Link} to="/sessions" variant="subtle" color="gray">
          {i18n.t("Look around first")}
        </Button>
      </Stack>
    </LoginFrame>
  );
}

function AlreadyOwned() {
  const { i18n } = useLingui();
  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{i18n.t("This node has an owner")}</Title>
        <Text c="dimmed">{i18n.t("Its setup code was used. If that was you, log in with the same wallet.")}</Text>
        <Button component={Link} to="/login">
          {i18n.t("Log in")}
        </Button>
      </Stack>
    </LoginFrame>
  );
}
