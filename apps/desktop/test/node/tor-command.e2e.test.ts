import { join } from "node:path";
import type { TorStatus } from "@lucid/contract";
import { startTorNetwork } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import {
  becomeOwner,
  ENTERED_PASSPHRASE,
  runLucid,
  startNodeProcess,
  temporaryFolder,
  until,
  writeWalletFile,
} from "./test-node.ts";

const ADDRESS = /^[a-z2-7]{56}\.onion$/;

it("switches the Tor of a running node, says its address, and tries it out", async () => {
  await using folder = await temporaryFolder();
  await using network = await startTorNetwork();
  await using node = await startNodeProcess(join(folder.path, "data"), ["--tor-defaults-file", network.defaultsFile]);
  const owner = await becomeOwner(node);
  const wallet = await writeWalletFile(owner, join(folder.path, "wallet.json"));
  const tor = (...args: string[]) =>
    runLucid(["tor", ...args, "--url", node.announced.url, "--wallet", wallet], ENTERED_PASSPHRASE);
  const status = (): Promise<TorStatus> => owner.client.tor.status();
  const isFound = ({ state, onion }: TorStatus): boolean => state === "connected" && onion.published_at !== null;

  expect(await tor("status")).toEqual({ code: 0, stdout: "Tor: off\n", stderr: "" });
  expect(await tor("test", "--json")).toMatchObject({ code: 1, stderr: expect.stringMatching(/\w/) });
  expect(await runLucid(["tor", "on", "--url", node.announced.url])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Say --wallet or --api-key"),
  });
  expect(await tor("sideways")).toMatchObject({ code: 2, stderr: expect.stringContaining("sideways") });

  expect(await tor("on")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Tor: /), stderr: "" });
  await until(status, isFound);
  const { onion }: TorStatus = JSON.parse((await tor("status", "--json")).stdout);
  expect(onion.address).toMatch(ADDRESS);
  expect(await tor("address")).toEqual({ code: 0, stdout: `${onion.address}\n`, stderr: "" });
  expect(await tor("status")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      new RegExp(`^Tor: connected, tor \\d.*\nAddress: http://${onion.address}\nCan be found since \\d{4}-`),
    ),
  });
  // Somebody who was not answered within the command's minute and a half tries again: relays may have lost the way meanwhile.
  const tried = await until(
    () => tor("test"),
    ({ code }) => code === 0,
  );
  expect(tried.stdout).toMatch(/^reached through the Tor network in \d+ ms\n$/);

  const renewed: TorStatus = JSON.parse((await tor("renew-address", "--json")).stdout);
  expect(renewed.onion.address).toMatch(ADDRESS);
  expect(renewed.onion.address).not.toBe(onion.address);
  expect((await until(status, isFound)).onion.address).toBe(renewed.onion.address);

  expect(await tor("off")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Tor: off\n/) });
  expect((await tor("remove-address", "--json")).code).toBe(0);
  expect(await tor("address", "--json")).toEqual({ code: 1, stdout: `${JSON.stringify({ address: null })}\n`, stderr: "" });
});
