import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface TimeServer extends AsyncDisposable {
  readonly url: string;
  /** Requests that came. */
  readonly requests: readonly Uint8Array[];
}

/** A time-stamp authority's server on this computer. What it does with a request is told when it comes. */
export async function startTimeServer(
  answer: (request: Uint8Array, response: ServerResponse) => void | Promise<void>,
): Promise<TimeServer> {
  const requests: Uint8Array[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      requests.push(body);
      await answer(body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/tsa`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface OpensslAuthority extends AsyncDisposable {
  /** Its root in PEM, as a file. */
  readonly rootFile: string;
  /** The answer to a request, by `openssl ts`. */
  answer(request: Uint8Array): Promise<Uint8Array>;
}

/** OpenSSL as an authority, with RSA keys of its own: another program than ours makes these tokens. */
export async function createOpensslAuthority(): Promise<OpensslAuthority> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-tsa-"));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]) => run("openssl", args, { cwd: folder });
  await writeFile(at("tsa.cnf"), CONFIG);
  await writeFile(at("serial"), "01\n");
  const fresh = ["-newkey", "rsa:2048", "-nodes", "-days", "30"];
  await openssl("req", "-x509", ...fresh, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=OpenSSL root");
  await openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=OpenSSL");
  await openssl(
    ...["x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "30"],
    ...["-extfile", "tsa.cnf", "-extensions", "usage", "-out", "tsa.pem"],
  );
  let count = 0;
  return {
    rootFile: at("root.pem"),
    async answer(request) {
      count += 1;
      const [query, reply] = [`${count}.tsq`, `${count}.tsr`];
      await writeFile(at(query), request);
      await openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", query, "-out", reply);
      return await readFile(at(reply));
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const CONFIG = `[usage]
basicConstraints = CA:FALSE
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = authority
[authority]
serial = serial
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`;
