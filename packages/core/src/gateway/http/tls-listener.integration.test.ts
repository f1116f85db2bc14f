import { chmodSync, copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import { makeCertificate } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";
import { certificateTrouble, readCertificate } from "../tls/read-certificate.ts";

const folder = mkdtempSync(join(tmpdir(), "lucid-tls-"));
const files = makeCertificate(folder, "one");
const other = makeCertificate(folder, "other");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openTls = (more: { readonly hstsDays?: number } = {}): Promise<TestGateway> =>
  openTestGateway({ options: { tls: { ...files, host: "127.0.0.1", port: 0, hstsDays: 0, ...more } } });

const portOf = ({ gateway }: TestGateway): number => Number(new URL(gateway.tlsUrl ?? "").port);

interface Reply {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly subject: string;
}

function ask(gateway: TestGateway, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const options = { host: "127.0.0.1", port: portOf(gateway), path, headers, rejectUnauthorized: false, agent: false } as const;
  const asked = request(options, (response) => {
    const { subject } = (response.socket as unknown as { getPeerCertificate(): PeerCertificate }).getPeerCertificate();
    response.resume();
    response.once("end", () => resolve({ status: response.statusCode, headers: response.headers, subject: String(subject.CN) }));
  });
  asked.once("error", reject);
  asked.end();
  return promise;
}

describe("a certificate", () => {
  it("is read with its names and its time", () => {
    const certificate = readCertificate(files);
    expect(certificate.names).toBe("DNS:localhost, IP Address:127.0.0.1");
    const day = 86_400_000;
    expect(certificateTrouble(certificate, certificate.notAfterMs - 20 * day)).toBeUndefined();
    expect(certificateTrouble(certificate, certificate.notAfterMs - day)).toMatch(/^it expires on \d{4}-/);
    expect(certificateTrouble(certificate, certificate.notAfterMs)).toMatch(/^it expired on \d{4}-/);
    expect(certificateTrouble(certificate, certificate.notBeforeMs - 1)).toMatch(/^it is valid from /);
  });

  it.each([
    ["its key is another one's", () => readCertificate({ ...files, key: other.key }), "is not the key of the certificate"],
    ["there is no such file", () => readCertificate({ ...files, key: join(folder, "none") }), "cannot be read"],
    ["it is no PEM", () => readCertificate({ ...files, certificate: files.key }), "holds no PEM that can be used"],
  ])("is refused where %s", (_name, read, message) => {
    expect(read).toThrow(message);
  });

  it("is refused where others can read its key", () => {
    const { key, certificate } = makeCertificate(folder, "open");
    chmodSync(key, 0o640);
    expect(() => readCertificate({ certificate, key })).toThrow(`${key} can be read by others: chmod 600 it`);
  });
});

describe("the gateway with TLS of its own", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openTls();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it("answers as the plain one does, and says nothing of HSTS", async () => {
    const { status, headers, subject } = await ask(gateway, "/health/live");
    expect({ status, subject }).toEqual({ status: 200, subject: "one" });
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect((await ask(gateway, "/health/live", { host: "evil.example" })).status).not.toBe(200);
    expect((await gateway.ask("GET", "/health/live")).status).toBe(200);
  });

  it("tells browsers to stay with https where its owner wants that, and only over TLS", async () => {
    await using strict = await openTls({ hstsDays: 30 });
    expect((await ask(strict, "/health/live")).headers["strict-transport-security"]).toBe("max-age=2592000");
    expect((await strict.ask("GET", "/health/live")).headers["strict-transport-security"]).toBeUndefined();
  });

  it.each([
    ["TLSv1.1", false],
    ["TLSv1.2", true],
    ["TLSv1.3", true],
  ] as const)("takes %s: %s", async (version, takes) => {
    const versions = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const socket = connect({ host: "127.0.0.1", port: portOf(gateway), rejectUnauthorized: false, ...versions });
    const met = await new Promise<boolean>((resolve) => {
      socket.once("secureConnect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    expect(met).toBe(takes);
  });

  it("lets go of who speaks no TLS", async () => {
    await expect(fetch(`http://127.0.0.1:${portOf(gateway)}/health/live`)).rejects.toThrow();
    expect((await ask(gateway, "/health/live")).status).toBe(200);
  });

  it("uses a certificate that is put in its place, and keeps the one before while the files do not fit", async () => {
    await using changing = await openTls();
    const said = () => changing.log.filter((line) => line.includes("TLS certificate"));
    const whole = readFileSync(other.certificate, "utf8");
    writeFileSync(join(folder, "half.pem"), whole.slice(0, whole.length / 2));
    renameSync(join(folder, "half.pem"), files.certificate);
    await expect.poll(said, { timeout: 10_000 }).toEqual([expect.stringContaining("the new TLS certificate cannot be used")]);
    expect((await ask(changing, "/health/live")).subject).toBe("one");
    for (const name of ["certificate", "key"] as const) {
      copyFileSync(other[name], join(folder, "next"));
      renameSync(join(folder, "next"), files[name]);
    }
    await expect.poll(async () => (await ask(changing, "/health/live")).subject, { timeout: 10_000 }).toBe("other");
    expect(said().at(-1)).toContain("was read anew");
    expect(said().join("")).not.toContain("PRIVATE KEY");
  });
});

it("does not start with files that cannot be used, and leaves no listener behind", async () => {
  const tls = { certificate: join(folder, "none"), key: other.key, host: "127.0.0.1", port: 0, hstsDays: 0 };
  await expect(openTestGateway({ options: { tls } })).rejects.toThrow("cannot be read");
});
