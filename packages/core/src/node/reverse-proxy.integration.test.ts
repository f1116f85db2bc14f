import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { freePort, startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const EXAMPLE = join(import.meta.dirname, "../../../../resources/nginx/lucid.conf");
const LOGINS = 3;
const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);

/** nginx with the example's file, in front of a node. */
async function startNginx(nodePort: number): Promise<{ readonly port: number } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-nginx-"));
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=node.example", "-days", "2"];
  await promisify(execFile)("openssl", [...made, "-keyout", key, "-out", certificate]);
  const port = await freePort();
  const site = (await readFile(EXAMPLE, "utf8"))
    .replace("127.0.0.1:8080", `127.0.0.1:${nodePort}`)
    .replace("listen 443", `listen 127.0.0.1:${port}`)
    .replace("/etc/ssl/node.example.pem", certificate)
    .replace("/etc/ssl/node.example.key", key);
  const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join("\n");
  const main = `daemon off; master_process off; pid ${folder}/pid; error_log stderr warn; events {}\nhttp { access_log off;\n${own}\n${site} }`;
  await writeFile(join(folder, "nginx.conf"), main);
  const env = { PATH: `${process.env["PATH"]}:/usr/sbin` };
  const nginx: ChildProcess = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  nginx.stderr?.on("data", (text) => (said += String(text)));
  const exited = once(nginx, "exit");
  await vi.waitFor(
    async () => {
      if (nginx.exitCode !== null) throw new Error(`nginx ended: ${said}`);
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      socket.destroy();
    },
    { timeout: 20_000, interval: 50 },
  );
  return {
    port,
    async [Symbol.asyncDispose]() {
      nginx.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe("a node behind nginx", () => {
  const stack = new AsyncDisposableStack();
  let node: TestNode;
  let port: number;

  beforeAll(async () => {
    const settings = { trusted_hosts: ["https://node.example"], trusted_proxies: ["127.0.0.1"], registration: "open" as const };
    node = stack.use(await startTestNode({ settings: { ...settings, login_per_minute: LOGINS } }));
    port = stack.use(await startNginx(Number(new URL(node.url).port))).port;
  });
  afterAll(() => stack.disposeAsync());

  interface Asked {
    readonly from: string;
    readonly headers?: Record<string, string>;
    readonly body?: object;
  }
  interface Answer {
    readonly status: number | undefined;
    readonly headers: IncomingHttpHeaders;
    readonly json: unknown;
  }

  /** Opens a request of a client of nginx; loopback addresses are as good as any. */
  function open(method: string, path: string, { from, headers = {}, body }: Asked) {
    const json = body && { "Content-Type": "application/json" };
    return request({
      ...{ host: "127.0.0.1", port, localAddress: from, method, path, agent: false, rejectUnauthorized: false },
      headers: { Host: "node.example", ...json, ...headers },
    });
  }
  async function ask(method: string, path: string, asked: Asked): Promise<Answer> {
    const opened = open(method, path, asked);
    opened.end(asked.body && JSON.stringify(asked.body));
    const [response] = (await once(opened, "response")) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    return { status: response.statusCode, headers: response.headers, json: JSON.parse(Buffer.concat(parts).toString()) };
  }

  async function logIn(from: string): Promise<{ readonly token: string; readonly cookie: string }> {
    const wallet = newWallet();
    const tron_address = wallet.address;
    const challenge = await ask("POST", "/api/v1/auth/challenge", { from, body: { tron_address } });
    const { challenge_id, message } = challenge.json as { challenge_id: string; message: string };
    const body = { challenge_id, tron_address, signature: wallet.signMessage(message), refresh: "cookie" };
    const login = await ask("POST", "/api/v1/auth/login", { from, body });
    expect(login.status).toBe(200);
    return { token: (login.json as { access_token: string }).access_token, cookie: login.headers["set-cookie"]?.[0] ?? "" };
  }
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

  it("gives each client limits of its own, whatever address one makes up", async () => {
    const challenge = (from: string, forged: string) =>
      ask("POST", "/api/v1/auth/challenge", {
        from,
        body: { tron_address: newWallet().address },
        headers: { "X-Forwarded-For": forged },
      });
    for (const from of ["127.0.0.2", "127.0.0.3"]) {
      const statuses = [];
      for (let call = 0; call <= LOGINS; call++) statuses.push((await challenge(from, `192.0.2.${call}`)).status);
      expect(statuses).toEqual([...Array.from({ length: LOGINS }, () => 200), 429]);
    }
  });

  it("knows from where somebody logged in, and keeps the refresh cookie off plain http", async () => {
    const { token, cookie } = await logIn("127.0.0.4");
    expect(cookie).toMatch(/; Secure$/);
    const listed = await ask("GET", "/api/v1/auth/sessions", { from: "127.0.0.4", headers: bearer(token) });
    expect(listed.json).toMatchObject({ sessions: [{ ip_address: "127.0.0.4" }] });
    const refresh = (headers: Record<string, string>) =>
      ask("POST", "/api/v1/auth/refresh", {
        from: "127.0.0.4",
        body: { refresh: "cookie" },
        headers: { Cookie: cookie.split(";")[0] ?? "", ...headers },
      });
    expect((await refresh({ Origin: "https://evil.example" })).status).toBe(403);
    expect((await refresh({ Origin: "https://node.example" })).status).toBe(200);
  });

  it("passes events on as they come", async () => {
    const { token } = await logIn("127.0.0.5");
    const opened = open("GET", "/api/v1/events", { from: "127.0.0.5", headers: bearer(token) });
    opened.end();
    const [response] = (await once(opened, "response")) as [IncomingMessage];
    const heard: string[] = [];
    response.on("data", (part) => heard.push(String(part)));
    const renamed = { username: "renamed-behind-nginx" };
    await ask("PUT", "/api/v1/users/me", { from: "127.0.0.5", body: renamed, headers: bearer(token) });
    await vi.waitFor(() => expect(heard.join("")).toContain(renamed.username), { timeout: 20_000, interval: 50 });
    response.destroy();
  });

  it("lets viewers through, and asks them for their ticket", async () => {
    const path = "/api/v1/sessions/0198c0de-0000-4000-8000-000000000001/viewer?ticket=guess";
    const upgrade = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    };
    const refused = await ask("GET", path, { from: "127.0.0.6", headers: upgrade });
    expect([refused.status, refused.json]).toMatchObject([401, { error: { code: "LUCID_RDP_ERR_4404" } }]);
  });

  it("opens its metrics to no client of the proxy without the permission", async () => {
    expect((await ask("GET", "/metrics", { from: "127.0.0.7" })).status).toBe(401);
  });
});
