import { readStepUpText } from "@lucid/identity";
import type { Api } from "../../shared/api/api.ts";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import type { PageWallet } from "../wallet/index.ts";

/** Proves with a signature of the account's wallet that its person is there. */
export async function proveWithWallet({ client }: Pick<Api, "client">, wallet: PageWallet): Promise<void> {
  const { challenge_id, message } = await client.logins.stepUpChallenge();
  // Only a step-up text is signed here: else a hostile node could have a recording grant signed in its place.
  if (readStepUpText(message)?.address !== wallet.address) throw new PageFaultError("challenge-invalid");
  await client.logins.stepUp({ method: "wallet", challenge_id, signature: await wallet.sign(message) });
}
