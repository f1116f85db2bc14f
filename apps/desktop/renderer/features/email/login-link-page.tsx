import { useLingui } from "@lingui/react";
import { loginErrors } from "@lucid/contract";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { ErrorNotice, takesCaret } from "../../shared/ui/index.ts";
import { LoginFrame } from "../login/index.ts";
import { CodeForm } from "../second-factor/index.ts";
import { takeMailToken } from "./token-of-link.ts";

/** The challenge that waits for a code; undefined when the failure was another. */
function challengeIn(error: unknown): string | undefined {
  const { code, details } = toFailure(error);
  if (code !== loginErrors.spec.SECOND_FACTOR_NEEDED.code) return undefined;
  return loginErrors.spec.SECOND_FACTOR_NEEDED.data.safeParse(details).data?.challenge_id;
}

/**
 * Where the link of an e-mail leads. It logs in when somebody says so: programs that open every link of an e-mail to look at it
 * use nothing up.
 */
export function LoginLinkPage() {
  const { i18n } = useLingui();
  const { client, login } = useApi();
  const router = useRouter();
  const [token] = useState(takeMailToken);
  const [challenge, setChallenge] = useState<string>();
  const [isUnderWay, setIsUnderWay] = useState(false);
  const [error, setError] = useState<unknown>();
  const title = i18n.t("Log in");
  useDocumentTitle(`${title} · Lucid`);

  async function enter(spent: string): Promise<void> {
    setIsUnderWay(true);
    setError(undefined);
    try {
      login.accept(await client.logins.emailLogin({ token: spent, refresh: login.transport }));
      router.history.push("/");
    } catch (thrown) {
      const waiting = challengeIn(thrown);
      if (waiting === undefined) setError(thrown);
      setChallenge(waiting);
    } finally {
      setIsUnderWay(false);
    }
  }

  async function finish(challenge_id: string, code: string): Promise<void> {
    login.accept(await client.logins.verifySecondFactor({ challenge_id, code, refresh: login.transport }));
    router.history.push("/");
  }

  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{title}</Title>
        {challenge !== undefined ? (
          <CodeForm
            action={title}
            failed={i18n.t("That did not work")}
            takesBackupCode
            onCode={(code) => finish(challenge, code)}
          />
        ) : token === undefined ? (
          <Text>{i18n.t("Open the link of the e-mail once more, as a whole: what counts stands at its end, after the #.")}</Text>
        ) : (
          <>
            <Text c="dimmed">{i18n.t("The link of the e-mail logs you in here, in this browser. It counts once.")}</Text>
            {error !== undefined && <ErrorNotice error={error} title={i18n.t("That did not work")} />}
            <Button ref={takesCaret} loading={isUnderWay} onClick={() => void enter(token)}>
              {title}
            </Button>
          </>
        )}
        <Button component={Link} to="/login" variant="subtle" color="gray">
          {i18n.t("Another way to log in")}
        </Button>
      </Stack>
    </LoginFrame>
  );
}
