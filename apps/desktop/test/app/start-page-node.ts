import { fileURLToPath } from "node:url";
import { API_PREFIX } from "@lucid/contract";
import { encryptWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode, type TestNode, type TestNodeOptions } from "@lucid/testkit/node";
import { accountIdentity, createNodeClient, logIn } from "../../main/cli/rest/node-client.ts";
import type { Owner } from "../node/test-node.ts";

const PAGE = fileURLToPath(new URL("../../renderer/dist/", import.meta.url));
/** Words of the BIP-39 standard's own first example: worthless, and the same in every run. */
const PHRASE = `${"abandon ".repeat(11)}about`;
export const PASSPHRASE = "correct horse battery staple";
/** As cheap as a wallet file may be: its cost is not what is tested here. */
const CHEAP = { memory_kib: 8_192, passes: 1, lanes: 1 };

/** What a browser keeps of a login. */
export interface KeptLogin {
  /** Lets a page go on with the login. */
  readonly cookie: { readonly name: string; readonly value: string; readonly domain: string; readonly path: string };
  /** Storage of the page: the wallet under `PASSPHRASE`, and that there was a login. */
  readonly storage: Readonly<Record<string, string>>;
}

/** A node that serves the built page and waits for its owner. */
export const startPageNode = (options: TestNodeOptions = {}): Promise<TestNode> => startTestNode({ page: PAGE, ...options });

export interface OwnedNode extends TestNode {
  readonly owner: Owner;
  /** Logs the owner in once more, for another browser. */
  keepLogin(): Promise<KeptLogin>;
}

/** A node that serves the built page, with its owner. */
export async function startOwnedNode(options: TestNodeOptions = {}): Promise<OwnedNode> {
  const node = await startPageNode(options);
  const wallet = walletFromPhrase(PHRASE);
  const login = await logIn(node.url, wallet, node.setupCode);
  const identity = await accountIdentity(login.client, wallet);
  return {
    ...node,
    owner: { ...login, phrase: PHRASE, wallet, identity },
    keepLogin: () => keepLogin(node.url, PHRASE),
  };
}

/** What takes a quarter of a second each time, once for each wallet. */
const encrypted = new Map<string, ReturnType<typeof encryptWallet>>();

/** Logs somebody in with words, for a browser. */
export async function keepLogin(url: string, phrase: string): Promise<KeptLogin> {
  const wallet = encrypted.get(phrase) ?? encryptWallet(phrase, PASSPHRASE, { cost: CHEAP });
  encrypted.set(phrase, wallet);
  const kept = await wallet;
  return {
    cookie: await refreshCookie(url, walletFromPhrase(phrase)),
    storage: { "lucid.wallet": JSON.stringify(kept), "lucid.logged-in": "1" },
  };
}

async function refreshCookie(url: string, wallet: Wallet): Promise<KeptLogin["cookie"]> {
  const { challenge_id, message } = await createNodeClient(url).logins.challenge({
    tron_address: wallet.address,
  });
  const signature = wallet.signMessage(message);
  const answer = await fetch(`${url}${API_PREFIX}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ challenge_id, tron_address: wallet.address, signature, refresh: "cookie" }),
  });
  const [pair = ""] = (answer.headers.getSetCookie()[0] ?? "").split(";");
  const [name = "", value = ""] = pair.split("=");
  if (value === "") throw new Error(`The login gave no cookie: ${await answer.text()}`);
  return { name, value, domain: new URL(url).hostname, path: `${API_PREFIX}/auth` };
}
