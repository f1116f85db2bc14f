import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openKeptLogin, type SecretBox } from "./kept-login.ts";

/** Turns a bit of each letter: what is not in the file as it is was sealed. */
const box = (backend: string): SecretBox => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => backend,
  encryptString: (text) => Buffer.from(text).map((byte) => byte ^ 1) as Buffer,
  decryptString: (sealed) => Buffer.from(sealed.map((byte) => byte ^ 1)).toString(),
});

function open(backend: string, folder = temporary()) {
  const troubles: unknown[] = [];
  const path = join(folder, "window", "login");
  return {
    folder,
    path,
    troubles,
    login: openKeptLogin({ path, box: box(backend), onTrouble: (error) => troubles.push(error) }),
  };
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "lucid-kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it("keeps the token through a start, sealed by the system's keyring, and forgets it", () => {
  const first = open("gnome_libsecret");
  first.login.set("abc");
  expect(readFileSync(first.path, "utf8")).toBe("`cb");
  const second = open("gnome_libsecret", first.folder);
  expect(second.login.read()).toBe("abc");
  second.login.set(undefined);
  expect(open("gnome_libsecret", first.folder).login.read()).toBeUndefined();
  expect([...first.troubles, ...second.troubles]).toEqual([]);
});

it.each(["basic_text", "unknown"])(
  "keeps it in memory alone where the keyring is %s, and leaves nothing of before",
  (backend) => {
    const before = open("kwallet6");
    before.login.set("abc");
    const { login, folder } = open(backend, before.folder);
    login.set("def");
    expect(login).toMatchObject({ isKept: false });
    expect(login.read()).toBe("def");
    expect(readdirSync(join(folder, "window"))).toEqual([]);
    expect(open(backend, folder).login.read()).toBeUndefined();
  },
);

it("starts without one where the file cannot be opened, and says so", () => {
  const first = open("kwallet6");
  first.login.set("abc");
  writeFileSync(first.path, "");
  const failing: SecretBox = { ...box("kwallet6"), decryptString: () => expect.fail("another user's key") };
  const troubles: unknown[] = [];
  expect(openKeptLogin({ path: first.path, box: failing, onTrouble: (error) => troubles.push(error) }).read()).toBeUndefined();
  expect(troubles).toHaveLength(1);
});
