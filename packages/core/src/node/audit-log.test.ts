import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { API_PREFIX, type AuditAnchor, type AuditCheck, type AuditEntry } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { createAuditLogCheck } from "@lucid/proof";
import { createNodeTime, type NodeTime, startTestNode } from "@lucid/testkit/node";
import { describe, expect, it } from "vitest";
import { SAMPLE_CALLS } from "../gateway/testing/sample-inputs.ts";
import { logInAs, type NodeClient, ownNode } from "./testing/owned-node.ts";

const HOUR_MS = 3_600_000;
const said = (entries: readonly AuditEntry[]) => entries.map(({ action, outcome }) => `${action} ${outcome}`);

async function lastCheck(client: NodeClient): Promise<AuditCheck> {
  let last: AuditCheck | undefined;
  for await (const step of await client.audit.check()) last = step;
  return last ?? expect.fail("the check said nothing");
}

/** Lets time pass until the newest anchor is so; the test's own time limit ends it. */
async function anchored(client: NodeClient, time: NodeTime, holds: (anchor: AuditAnchor) => boolean): Promise<AuditAnchor> {
  for (;;) {
    await time.pass(10);
    const { anchor } = await client.audit.state();
    if (anchor && holds(anchor)) return anchor;
  }
}

function verify(text: string) {
  const check = createAuditLogCheck((content) => createHash("sha256").update(content).digest("hex"));
  for (const line of text.trimEnd().split("\n")) check.push(line);
  return check.end();
}

describe("the audit log of a node", () => {
  it("tells who did what, and lets whoever may see it look for it", async () => {
    await using node = await startTestNode({ settings: { registration: "open" } });
    const owner = await ownNode(node);
    const { client } = owner;
    const session_id = await owner.prepare();
    await client.sessions.cancel({ session_id });
    const { entries } = await client.audit.list({});
    expect(said(entries)).toEqual([
      "sessions.cancel ok",
      "sessions.create ok",
      "logins.login ok",
      "people.account_created SUPER_ADMIN",
      "logins.setup_code_issued ok",
      "node.started ok",
    ]);
    expect(entries[0]).toMatchObject({
      sequence: 6,
      event_type: "user_action",
      status: "success",
      user_id: owner.login.user.user_id,
      resource_type: "session",
      resource_id: session_id,
      ip_address: "127.0.0.1",
      door: "http",
      login_session_id: expect.any(String),
      request_id: expect.any(String),
      user_agent: expect.any(String),
    });
    const found = await client.audit.adminList({ resource_id: session_id, q: "cancel" });
    expect(said(found.entries)).toEqual(["sessions.cancel ok"]);
    const [entry] = found.entries;
    expect(await client.audit.get({ event_id: entry?.event_id ?? "" })).toEqual(entry);
    await expect(client.audit.get({ event_id: session_id })).rejects.toThrow();
  });

  it("is closed to whoever lacks the permission, and that stands in it", async () => {
    await using node = await startTestNode({ settings: { registration: "open" } });
    const owner = await ownNode(node);
    const { access_token, user } = await logInAs(node, walletFromPhrase(createWallet().phrase));
    const headers = { authorization: `Bearer ${access_token}` };
    for (const path of ["/audit/logs", "/admin/audit/logs", "/audit/state", "/audit/check", "/audit/export"])
      expect((await fetch(`${node.url}${API_PREFIX}${path}`, { headers })).status).toBe(403);
    const { entries } = await owner.client.audit.list({ event: "PERMISSION_DENIED" });
    expect(said(entries)).toEqual([
      "bulk.auditExport LUCID_ERR_2004",
      "audit.check LUCID_ERR_2004",
      "audit.state LUCID_ERR_2004",
      "audit.adminList LUCID_ERR_2004",
      "audit.list LUCID_ERR_2004",
    ]);
    for (const entry of entries)
      expect(entry).toMatchObject({ user_id: user.user_id, severity: "warning", event_type: "authorization" });
  });

  it("is anchored each hour and when the node stops, and its export proves it", async () => {
    const time = createNodeTime();
    await using node = await startTestNode({ time });
    const owner = await ownNode(node);
    expect((await owner.client.audit.state()).anchor).toBeNull();
    time.clock.advance(HOUR_MS);
    // Its token is of before the hour.
    const client = await owner.fresh(node);
    await anchored(client, time, ({ final }) => final);
    const state = await client.audit.state();
    const { size } = state.anchor ?? expect.fail();
    expect(await lastCheck(client)).toMatchObject({ done: true, problem: null, verified_to: state.size, anchor: { size } });

    await node.stop();
    await using again = await startTestNode({ time, data: node.data });
    const back = await ownNode(again, owner.wallet);
    await anchored(back.client, time, (anchor) => anchor.size > size);
    const stopped = await back.client.audit.list({ action: "node.stopped" });
    expect(stopped.entries[0]?.sequence).toBe((await back.client.audit.state()).anchor?.size);

    // That it was exported is the entry behind its last one.
    const { size: total, log_id } = await back.client.audit.state();
    const verdict = verify(await (await back.ask("/audit/export")).text());
    expect(verdict).toMatchObject({ verified: true, facts: { log: log_id, first: 1, size: total } });
    expect(verdict.verified && verdict.facts.anchors.length).toBeGreaterThanOrEqual(1);
  });

  it("is exported as a table, and what a filter finds of it", async () => {
    await using node = await startTestNode();
    const owner = await ownNode(node);
    const answer = await owner.ask("/audit/export?format=csv&action=logins.login");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="lucid-audit-[\d-]+\.csv"$/);
    const [head, row, ...rest] = (await answer.text()).trimEnd().split("\r\n");
    expect(head).toMatch(/^sequence,timestamp,.*,hash$/);
    expect(row).toContain(",logins.login,ok,");
    expect(rest).toEqual([]);
    const [exported] = (await owner.client.audit.list({ event: "DATA_EXPORTED" })).entries;
    expect(exported).toMatchObject({ action: "bulk.auditExport", details: { format: "csv", whole: false } });
    const selection = await (await owner.ask("/audit/export?action=logins.login")).text();
    expect(verify(selection)).toMatchObject({ verified: false, refusal: { fault: "selection" } });
  });
});

describe("a secret", () => {
  const CANARY = "lucid_canary0123456789abcdef";

  const ENDING = /^(?:emergency|account)\.|^logins\.(?:logout|endOthers)$/;

  /** The same input with the secret in every text and every place that takes one. */
  const poisoned = (input: object): object =>
    Object.fromEntries(Object.entries(input).map(([name, value]) => [name, typeof value === "string" ? CANARY : value]));

  it("in any input of any procedure never reaches the table", async () => {
    await using node = await startTestNode({ settings: { registration: "open" } });
    const owner = await ownNode(node);
    const headers = { authorization: `Bearer ${owner.login.access_token}`, "content-type": "application/json" };
    let calls = 0;
    for (const { method, url, body, name } of SAMPLE_CALLS) {
      const reads = method === "GET";
      // What would end the login or the node only comes with a field that nothing knows.
      const isRefused = ENDING.test(name);
      const unknown = { ...body, extra: CANARY, user_id: CANARY, session_id: CANARY };
      const bodies = reads ? [undefined] : isRefused ? [unknown] : [body, poisoned(body ?? {}), unknown];
      const paths = [
        url,
        url.replace(/0198c0de[\w-]+/g, CANARY),
        reads ? `${url.split("?")[0]}?q=${CANARY}&action=${CANARY}` : url,
      ];
      for (const sent of bodies)
        for (const path of new Set(paths)) {
          const answer = await fetch(`${node.url}${path}`, { method, headers, ...(sent && { body: JSON.stringify(sent) }) });
          await answer.body?.cancel();
          calls += 1;
        }
      await fetch(`${node.url}${url}`, { method: reads ? "GET" : method, headers: { authorization: `Bearer ${CANARY}` } });
    }
    expect(calls).toBeGreaterThan(SAMPLE_CALLS.length);
    const { entries } = await owner.client.audit.list({ limit: 100 });
    expect(entries.length).toBe(100);
    await node.stop();
    const files = readdirSync(node.data).filter((file) => file.startsWith("audit.db"));
    expect(files).toContain("audit.db");
    for (const file of files) expect(readFileSync(join(node.data, file), "latin1").includes("canary0123456789")).toBe(false);
  });
});
