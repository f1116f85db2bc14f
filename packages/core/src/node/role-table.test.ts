import { readFileSync } from "node:fs";
import { ADMIN_LABELS, ErrorEnvelope, ROLES } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_CALLS } from "../gateway/testing/sample-inputs.ts";
import { logInAs, ownNode } from "./testing/owned-node.ts";

const PAGE = new URL("../../../../docs/roles.md", import.meta.url);

/** The one table: for each procedure who is let in, as the documents say it. */
const [head = [], ...body] = readFileSync(PAGE, "utf8")
  .slice(0, readFileSync(PAGE, "utf8").indexOf("## Permissions"))
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const callers = head.slice(3);
const table = new Map(body.map(([name = "", , , ...cells]) => [name.replaceAll("`", ""), cells.map((cell) => cell === "x")]));

/** A token is good for a quarter of an hour: refused for its age, it would say nothing of its bearer. */
const TOKEN_MS = 840_000;

/** What ends the login that calls it: asked with one that is made for it. */
const ENDS_LOGIN = new Set(["logins.logout", "account.delete"]);

describe("the table of who may call what", () => {
  let node: TestNode;
  /** Logs somebody of a column in anew. */
  const logIn = new Map<string, () => Promise<string>>();
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    node = await startTestNode();
    const owner = await ownNode(node);
    logIn.set("SUPER_ADMIN", async () => (await logInAs(node, owner.wallet)).access_token);
    for (const caller of callers.filter((one) => one !== "nobody" && one !== "SUPER_ADMIN")) {
      const [word, labelWord] = caller.split(" ");
      const role = ROLES.find((one) => one === word);
      const label = ADMIN_LABELS.find((one) => one === labelWord);
      if (!role) throw new Error(`No role ${caller}`);
      const wallet = walletFromPhrase(createWallet().phrase);
      await owner.client.directory.create({ tron_address: wallet.address, role, ...(label ? { admin_label: label } : {}) });
      logIn.set(caller, async () => (await logInAs(node, wallet)).access_token);
    }
    await enterAnew();
  });
  afterAll(() => node[Symbol.asyncDispose]());

  let enteredMs = 0;
  async function enterAnew(): Promise<void> {
    enteredMs = node.time.clock.now();
    for (const [caller, enter] of logIn) tokens.set(caller, await enter());
  }

  async function isLetIn(caller: string, { name, method, url, body: sent }: (typeof SAMPLE_CALLS)[number]): Promise<boolean> {
    const token = ENDS_LOGIN.has(name) ? await logIn.get(caller)?.() : tokens.get(caller);
    const answer = await fetch(`${node.url}${url}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(sent === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    if (answer.ok || answer.headers.get("content-type")?.includes("json") !== true) {
      await answer.body?.cancel();
      return true;
    }
    const { code } = ErrorEnvelope.parse(await answer.json()).error;
    expect(code, `${caller} calls ${name}`).not.toBe("LUCID_ERR_3001");
    return code !== "LUCID_ERR_2003" && code !== "LUCID_ERR_2004";
  }

  it("knows every procedure and everybody", () => {
    expect(callers).toHaveLength(ROLES.length - 1 + ADMIN_LABELS.length + 1);
    expect([...table.keys()].toSorted()).toEqual(SAMPLE_CALLS.map(({ name }) => name).toSorted());
  });

  it.each(SAMPLE_CALLS)("holds for $name", async (call) => {
    // Five calls a minute of each person are what an emergency takes.
    await node.time.pass(call.name.startsWith("emergency.") ? 60 : 1);
    if (node.time.clock.now() - enteredMs > TOKEN_MS) await enterAnew();
    const seen: Record<string, boolean> = {};
    for (const caller of callers) seen[caller] = await isLetIn(caller, call);
    const cells = table.get(call.name) ?? [];
    expect(seen).toEqual(Object.fromEntries(callers.map((caller, at) => [caller, cells[at] ?? false])));
  });
});
