import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TronWalletId } from "@lucid/contract";
import { createWallet, sealWalletSecret } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { ownNode } from "./testing/owned-node.ts";

const PASSPHRASE = "canary birds of a passphrase";
const WRONG = "canary birds of another one";
/** Two openings of a keystore at its full cost, on a busy machine. */
const HEAVY_MS = 240_000;
const settings = { tron_network: "devnet", tron_url: "http://127.0.0.1:9" } as const;

it(
  "keeps a wallet's secrets out of everything that the node writes and answers, and the wallet across a restart",
  async () => {
    await using node = await startTestNode({ settings, keepsLog: true });
    const owner = await ownNode(node);
    const { tron } = owner.client;
    const user_id = owner.login.user.user_id;
    const { phrase: material } = createWallet();
    const sealed = async (secret: Parameters<typeof sealWalletSecret>[1]) =>
      sealWalletSecret((await tron.sealingKey()).recipient, secret);

    const create = { purpose: "create", user_id, material, passphrase: PASSPHRASE } as const;
    const made = await tron.createWallet({ name: "one", sealed: await sealed(create) });
    const wallet_id = TronWalletId.parse(made.wallet_id);
    const unlock = { purpose: "unlock", user_id, wallet_id, passphrase: WRONG } as const;
    const refused = await tron.unlockWallet({ wallet_id, sealed: await sealed(unlock) }).catch((error: unknown) => error);
    expect(JSON.stringify(refused)).toContain("LUCID_TRON_ERR_2608");
    const answers = [made, refused, await tron.listWallets(), await owner.client.audit.list({})];
    const audited = (await owner.client.audit.list({ limit: 50 })).entries.map(({ action }) => action);
    expect(audited).toEqual(expect.arrayContaining(["tron.createWallet", "tron.unlockWallet"]));

    await node.stop();
    const files = readdirSync(node.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["keystore.json", "payments.db", "node.db", "audit.db"]),
    );
    const texts = [
      JSON.stringify(answers),
      ...files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")),
    ];
    const words = material.split(" ");
    for (const canary of [PASSPHRASE, WRONG, material, words.slice(0, 3).join(" "), words.slice(-3).join(" ")])
      expect(texts.filter((text) => text.includes(canary))).toEqual([]);

    await using again = await startTestNode({ settings, data: node.data, time: node.time });
    const { wallets } = await (await owner.fresh(again)).tron.listWallets();
    expect(wallets).toMatchObject([{ wallet_id, address: made.address, unlocked_until: null }]);
  },
  HEAVY_MS,
);
