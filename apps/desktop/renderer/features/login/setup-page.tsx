import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { SetupFacts, TorStatus } from "@lucid/contract";
import { Anchor, Button, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { type UseMutationResult, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { wordsOfFailure } from "../../shared/text/errors/error-words.ts";
import { wrongFields } from "../../shared/text/fields/field-words.ts";
import { ErrorNotice, Hash, Note, Term, takesCaret, Waiting } from "../../shared/ui/index.ts";
import { BackupDialog, logIn, useNeedsBackup, WalletChoice } from "../wallet/index.ts";
import { LoginFrame } from "./login-frame.tsx";
import { takeSetupCode } from "./setup-code.ts";
import { SetupNode } from "./setup-node.tsx";
import { SetupSteps } from "./setup-steps.tsx";

type Step =
  | { readonly at: "welcome" }
  | { readonly at: "node" | "wallet"; readonly facts: SetupFacts }
  | { readonly at: "done"; readonly facts: SetupFacts; readonly address: string };

const IN_WALLET = <SetupSteps at="wallet" />;
const ABOVE = { choose: IN_WALLET, lost: IN_WALLET, create: IN_WALLET, restore: IN_WALLET, ledger: IN_WALLET, unlock: IN_WALLET };

const SETUP_CODE_INVALID = "LUCID_ERR_2014";

/** Why the node did not take the setup code; undefined when the failure was another. */
function wrongCodeInWords(error: unknown, i18n: I18n): string | undefined {
  const failure = toFailure(error);
  return failure.code === SETUP_CODE_INVALID
    ? wordsOfFailure(failure, i18n).what
    : wrongFields(failure.details, i18n).find(({ path }) => path === "setup_code")?.why;
}

/** First start of a node: what this is, a wallet, and whoever has the setup code becomes its owner. */
export function SetupPage() {
  const { i18n } = useLingui();
  const api = useApi();
  const [code, setCode] = useState(() => takeSetupCode() ?? "");
  const [step, setStep] = useState<Step>({ at: "welcome" });
  const [throughTor, setThroughTor] = useState(false);
  const [refused, setRefused] = useState<{ readonly code: string; readonly why: string }>();
  const setup = useQuery(api.queries.logins.setup.queryOptions({ staleTime: 0 }));
  useDocumentTitle(`${i18n.t("Set up")} · Lucid`);

  const startTor = useMutation(api.queries.tor.start.mutationOptions());
  const look = useMutation(
    api.queries.node.lookBeforeSetup.mutationOptions({
      onSuccess: (facts) => setStep({ at: "node", facts }),
      onError(error, { setup_code }) {
        const why = wrongCodeInWords(error, i18n);
        if (why !== undefined) setRefused({ code: setup_code, why });
      },
    }),
  );

  if (step.at === "done") {
    return <SetupDone address={step.address} hosting={step.facts.hosting} tor={throughTor ? startTor : undefined} />;
  }
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
  if (step.at === "node") {
    return (
      <LoginFrame>
        <SetupNode
          facts={step.facts}
          throughTor={throughTor}
          onThroughTor={setThroughTor}
          onContinue={() => setStep({ at: "wallet", facts: step.facts })}
        />
      </LoginFrame>
    );
  }
  if (step.at === "wallet") {
    const { facts } = step;
    return (
      <LoginFrame>
        <WalletChoice
          title={i18n.t("Your wallet")}
          lead={i18n.t("It takes the place of a user name and a password: with it you log in, allow recordings and open them.")}
          above={ABOVE}
          onWallet={async (wallet) => {
            try {
              await logIn(api, wallet, { setup_code: code.trim() });
            } catch (error) {
              const why = wrongCodeInWords(error, i18n);
              if (why !== undefined) setRefused({ code: code.trim(), why });
              throw error;
            }
            if (throughTor) startTor.mutate(undefined);
            setStep({ at: "done", facts, address: wallet.address });
          }}
        />
        <Anchor
          component="button"
          type="button"
          display="block"
          w="100%"
          ta="center"
          mt="md"
          onClick={() => setStep({ at: "welcome" })}
        >
          {i18n.t("Change the setup code")}
        </Anchor>
      </LoginFrame>
    );
  }
  const wasFilledIn = takeSetupCode() !== undefined;

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    look.mutate({ setup_code: code.trim() });
  }

  return (
    <LoginFrame>
      <Stack component="form" onSubmit={submit}>
        <SetupSteps at="welcome" />
        <Title order={1}>{i18n.t("Welcome to Lucid")}</Title>
        <Text>
          {i18n.t("Lucid records remote desktops so that anyone can check later that nothing was cut, changed or left out.")}
        </Text>
        <List spacing={6} c="dimmed">
          <List.Item>{i18n.t("Every recording is encrypted. Only you, and whom you allow, can watch it.")}</List.Item>
          <List.Item>
            {i18n.t("Its fingerprint goes onto the chain while the desktop is still in use.")}{" "}
            <Term name="chain">{i18n.t("The chain?")}</Term>
          </List.Item>
          <List.Item>{i18n.t("A proof can be checked by anybody, with no account and no server.")}</List.Item>
        </List>
        <Text c="dimmed">
          {i18n.t("This node has no owner yet: you become it with the setup code.")}{" "}
          <Term name="setup-code">{i18n.t("Which code?")}</Term>
        </Text>
        <TextInput
          {...(wasFilledIn ? {} : { ref: takesCaret })}
          label={i18n.t("Setup code")}
          description={i18n.t("The node printed it at its first start. The link that it printed fills it in.")}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={refused?.code === code.trim() ? refused.why : undefined}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        />
        {look.error && wrongCodeInWords(look.error, i18n) === undefined && (
          <ErrorNotice error={look.error} title={i18n.t("The node could not be asked")} />
        )}
        <Button
          type="submit"
          {...(wasFilledIn ? { ref: takesCaret } : {})}
          disabled={code.trim() === ""}
          loading={look.isPending}
        >
          {i18n.t("Continue")}
        </Button>
      </Stack>
    </LoginFrame>
  );
}

interface SetupDoneProps {
  readonly address: string;
  readonly hosting: SetupFacts["hosting"];
  /** What came of switching Tor on, where it was asked for. */
  readonly tor: Pick<UseMutationResult<TorStatus>, "data" | "error"> | undefined;
}

function SetupDone({ address, hosting, tor }: SetupDoneProps) {
  const { i18n } = useLingui();
  const needsBackup = useNeedsBackup();
  const [backingUp, setBackingUp] = useState(false);
  return (
    <LoginFrame>
      <Stack>
        <SetupSteps at="record" />
        <Title order={1}>{i18n.t("This node is yours")}</Title>
        <Text>{i18n.t("The setup code no longer works. Its owner is the account of this wallet:")}</Text>
        <div>
          <Hash value={address} label={i18n.t("address")} ends={10} />
        </div>
        {tor && <ThroughTor tor={tor} />}
        {hosting.able ? <FirstSession /> : <WithoutDesktops />}
        {needsBackup && (
          <Note title={i18n.t("Then step 5: back up the words of your wallet")}>
            {i18n.t(
              "Until they are on paper, whatever you record is lost with the data of this browser. Settings keep reminding you.",
            )}{" "}
            <Anchor component="button" type="button" onClick={() => setBackingUp(true)}>
              {i18n.t("Back them up now")}
            </Anchor>
          </Note>
        )}
        <Button component={Link} to="/sessions" variant="subtle" color="gray">
          {i18n.t("Look around first")}
        </Button>
      </Stack>
      <BackupDialog opened={backingUp} onClose={() => setBackingUp(false)} />
    </LoginFrame>
  );
}

/** The node is this person's by now, whatever becomes of Tor: the page Node says more. */
function ThroughTor({ tor: { data, error } }: { readonly tor: NonNullable<SetupDoneProps["tor"]> }) {
  const { i18n } = useLingui();
  if (error) return <ErrorNotice error={error} title={i18n.t("Tor was not switched on")} />;
  if (data?.problem) {
    return (
      <Note title={i18n.t("Tor does not run yet")}>
        <Text>{i18n.t("The page Node says what is missing, and starts it again.")}</Text>
        <Text lang="en">
          {data.problem.detail}. {data.problem.remedy}
        </Text>
      </Note>
    );
  }
  return (
    <Text c="dimmed">
      {i18n.t("Tor is on its way into its network, which takes a minute. The page Node shows the address by then.")}
    </Text>
  );
}

function FirstSession() {
  const { i18n } = useLingui();
  return (
    <>
      <Text c="dimmed">
        {i18n.t("The best way to see what it does: record a short session, end it, and watch its proof appear.")}
      </Text>
      <Button renderRoot={(props) => <Link to="/sessions/new" {...props} />} ref={takesCaret}>
        {i18n.t("Record a first session")}
      </Button>
    </>
  );
}

/** What a machine that cannot host is good for. */
function WithoutDesktops() {
  const { i18n } = useLingui();
  return (
    <>
      <Text c="dimmed">
        {i18n.t(
          "This node opens no desktops. It checks recordings of any node, keeps your wallet, and is where others let you see theirs.",
        )}
      </Text>
      <Button renderRoot={(props) => <Link to="/verify" {...props} />} ref={takesCaret}>
        {i18n.t("Check a recording")}
      </Button>
      <Button component={Link} to="/settings" variant="default">
        {i18n.t("See your wallet")}
      </Button>
    </>
  );
}

function AlreadyOwned() {
  const { i18n } = useLingui();
  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{i18n.t("This node has an owner")}</Title>
        <Text c="dimmed">{i18n.t("Its data was found and is kept. If you are the owner, log in with the same wallet.")}</Text>
        <Button component={Link} to="/login">
          {i18n.t("Log in")}
        </Button>
      </Stack>
    </LoginFrame>
  );
}
