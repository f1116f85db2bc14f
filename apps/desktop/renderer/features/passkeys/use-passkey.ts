import type { Api } from "../../shared/api/api.ts";
import { askPasskey } from "./browser-passkey.ts";

/** Logs in with whichever passkey the person chooses. It opens no wallet, and so no recording. */
export async function logInWithPasskey(api: Pick<Api, "client" | "login">): Promise<void> {
  const asked = await api.client.logins.passkeyChallenge();
  const credential = await askPasskey(asked);
  const { challenge_id } = asked;
  api.login.accept(await api.client.logins.passkeyLogin({ challenge_id, credential, refresh: api.login.transport }));
}

/** Proves with a passkey of the account that its person is there. */
export async function proveWithPasskey({ client }: Pick<Api, "client">): Promise<void> {
  const asked = await client.logins.passkeyStepUpChallenge();
  const credential = await askPasskey(asked);
  await client.logins.stepUp({ method: "passkey", challenge_id: asked.challenge_id, credential });
}
