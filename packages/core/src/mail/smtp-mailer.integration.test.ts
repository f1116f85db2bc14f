import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSmtp } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { createTorTo, withoutTor } from "../tor/testing/index.ts";
import type { MailSettings } from "./mail.settings.ts";
import { openSmtpMailer } from "./smtp-mailer.ts";

const MAIL = { to: "ada@example.org", subject: "Hello", text: "A text." };

/** A certificate for localhost that is its own authority, and a password in a file. */
async function secrets() {
  const folder = await mkdtemp(join(tmpdir(), "lucid-smtp-"));
  const [key, cert, password] = ["key.pem", "cert.pem", "password"].map((name) => join(folder, name)) as [string, string, string];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  await promisify(execFile)("openssl", [
    ...made,
    "-addext",
    "subjectAltName=DNS:localhost,DNS:mail.example",
    "-keyout",
    key,
    "-out",
    cert,
  ]);
  await writeFile(password, "hunter2\n");
  const server = { key: await readFile(key), cert: await readFile(cert) };
  return { cert, password, server, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

const settingsOf = (change: Partial<MailSettings>): MailSettings => ({
  smtp_host: "localhost",
  smtp_port: 0,
  smtp_security: "starttls",
  smtp_user: "lucid",
  smtp_password_file: "",
  smtp_ca_file: "",
  mail_from: "Lucid <lucid@example.org>",
  mail_link_base: "https://node.example",
  ...change,
});

it.each(["starttls", "tls"] as const)(
  "sends with %s and the password of the file, and only to a server that it can trust",
  async (way) => {
    await using files = await secrets();
    await using smtp = await startSmtp({
      ...files.server,
      secure: way === "tls",
      disabledCommands: [],
      onAuth({ username, password }, _session, done) {
        if (username === "lucid" && password === "hunter2") done(null, { user: username });
        else done(new Error("Wrong name or password"));
      },
    });
    const settings = { smtp_port: smtp.port, smtp_security: way, smtp_password_file: files.password };
    using trusting = await openSmtpMailer(settingsOf({ ...settings, smtp_ca_file: files.cert }), withoutTor);
    await trusting?.send(MAIL);
    expect(await smtp.take(MAIL.to)).toMatchObject({ isSecure: true, user: "lucid" });
    using careful = await openSmtpMailer(settingsOf(settings), withoutTor);
    await expect(careful?.send(MAIL)).rejects.toThrow(/self-signed/);
    expect(smtp.mails).toHaveLength(1);
  },
);

it("gives neither e-mail nor password to a server that offers no TLS", async () => {
  await using files = await secrets();
  await using smtp = await startSmtp();
  using mailer = await openSmtpMailer(settingsOf({ smtp_port: smtp.port, smtp_password_file: files.password }), withoutTor);
  await expect(mailer?.send(MAIL)).rejects.toThrow();
  expect(smtp.mails).toHaveLength(0);
});

it.each(["starttls", "tls"] as const)(
  "sends with %s through Tor, where it is to, and not at all while Tor is away",
  async (way) => {
    await using files = await secrets();
    await using smtp = await startSmtp({ ...files.server, secure: way === "tls", disabledCommands: ["AUTH"] });
    const tor = createTorTo(smtp.port, ["email"]);
    const settings = { smtp_security: way, smtp_user: "", smtp_ca_file: files.cert, smtp_host: "mail.example", smtp_port: 1 };
    using mailer = await openSmtpMailer(settingsOf(settings), tor.outward);
    tor.turn(false);
    await expect(mailer?.send(MAIL)).rejects.toThrow("The node's Tor is not connected");
    tor.turn(true);
    await mailer?.send(MAIL);
    expect(await smtp.take(MAIL.to)).toMatchObject({ isSecure: true });
    expect(tor.asked).toEqual(["mail.example:1"]);
  },
);
