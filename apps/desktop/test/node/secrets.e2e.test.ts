import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { unwrapDataKey } from "@lucid/identity";
import { IDENTITY_TEXT } from "@lucid/proof";
import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { startRdpVisitor } from "../../main/cli/demo/rdp-visitor.ts";
import {
  becomeOwner,
  descendantsOf,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  tokensOf,
  until,
} from "./test-node.ts";

const TYPED = "kestrelquartz";

it("keeps every secret where it belongs while a session runs and after it", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const logs: string[] = [];
  await using node = await startNodeProcess(data, ["--log-level", "trace"], { onLog: (text) => void logs.push(text) });
  const owner = await becomeOwner(node);
  const tokens = await tokensOf(node, owner);
  const { sessions, logins } = owner.client;
  const { secret } = await logins.enableSecondFactor();
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const { backup_codes } = await logins.confirmSecondFactor({ code: app.generate() });
  const [spent = "none", kept = "none"] = backup_codes;
  await logins.stepUp({ method: "totp", code: spent });
  const session_id = await startSession(owner);
  const connection = await sessions.connection({ session_id });
  const { ticket } = await sessions.viewerTicket({ session_id });
  const { envelopes } = await sessions.keys({ session_id });
  const dataKey = Buffer.from(await unwrapDataKey(Buffer.from(envelopes[0]?.envelope ?? "", "base64"), owner.identity));

  const password = { password: Buffer.from(connection.password) };
  const secrets: Record<string, Buffer> = {
    "data key": dataKey,
    "data key in hex": Buffer.from(dataKey.toString("hex")),
    "data key in base64": Buffer.from(dataKey.toString("base64").slice(0, 42)),
    "access token": Buffer.from(tokens.access_token),
    "refresh token": Buffer.from(tokens.refresh_token ?? "none"),
    "setup code": Buffer.from(node.announced.setupCode ?? "none"),
    "viewer's ticket": Buffer.from(ticket),
    "signature that seals the identity": Buffer.from(owner.wallet.signMessage(IDENTITY_TEXT).replace(/^0x/, "")),
    identity: Buffer.from(owner.identity),
    "secret of the second factor": Buffer.from(app.secret.bytes),
    "secret of the second factor in base32": Buffer.from(secret),
    "secret of the second factor in hex": Buffer.from(app.secret.hex.toLowerCase()),
    "spent backup code": Buffer.from(spent.replace("-", "")),
    "backup code": Buffer.from(kept.replace("-", "")),
    "backup code as it was shown": Buffer.from(kept),
    "typed characters": Buffer.from(TYPED),
  };
  const found: string[] = [];
  const look = (where: string, bytes: Buffer, extra: Record<string, Buffer> = password): void => {
    for (const [name, secret] of Object.entries({ ...secrets, ...extra }))
      if (bytes.includes(secret)) found.push(`${name} in ${where}`);
  };
  /** Command lines and environments of the node and of everything it started. */
  async function lookAtProcesses(): Promise<void> {
    for (const { pid, name } of [{ pid: node.announced.pid, name: "the node" }, ...(await descendantsOf(node.announced.pid))]) {
      for (const part of ["cmdline", "environ"]) {
        look(`${part} of ${name}`, await readFile(`/proc/${pid}/${part}`).catch(() => Buffer.alloc(0)));
      }
    }
  }
  /** Everything the node wrote. Only a file that nobody else may read holds the one-time password. */
  async function lookAtFiles(): Promise<void> {
    for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) continue;
      const mine = path.startsWith(join(data, "run")) && ((await stat(path)).mode & 0o077) === 0;
      look(path.slice(data.length), await readFile(path).catch(() => Buffer.alloc(0)), mine ? {} : password);
    }
  }

  await lookAtProcesses();
  {
    await using visitor = await startRdpVisitor(connection, AbortSignal.timeout(60_000));
    await visitor.type(TYPED);
    await lookAtProcesses();
  }
  await until(sessionOf(owner, session_id), ({ chunk_count }) => chunk_count >= 1);
  await lookAtFiles();
  await expect(sessions.resume({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4304");
  const url = `${node.announced.url}/api/v1`;
  const asked = [
    ...[
      "/sessions",
      `/sessions/${session_id}`,
      `/sessions/${session_id}/chunks`,
      `/sessions/${session_id}/keys`,
      "/auth/sessions",
      "/auth/2fa",
      "/auth/passkeys",
    ],
    ...["/users/me", "/status", "/users/me/identity", `/sessions/${session_id}/viewer?ticket=${ticket}x`],
  ];
  for (const path of asked) {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    look(path, Buffer.from(await answer.arrayBuffer()));
  }
  await sessions.stop({ session_id });
  const { chunks } = await sessions.chunks({ session_id });
  // The keys were pressed: there are events, only without characters.
  expect(chunks.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(2 * TYPED.length);
  await until(sessionOf(owner, session_id), ({ anchor }) => anchor.status === "final");
  look("the manifest", Buffer.from(JSON.stringify(await sessions.manifest({ session_id }))));
  await lookAtFiles();
  expect(await node.end("SIGTERM")).toBe(0);
  await lookAtFiles();
  look("the log", Buffer.from(logs.join("")));

  expect(found).toEqual([]);
  expect(logs.join("")).toContain('"log":"audit"');
});
