import { expect, it } from "vitest";

import { rdpFile } from "./rdp-file.ts";
import { chansrvIni, xrdpIni } from "./xrdp-ini.ts";

it("writes a file for mstsc that asks for the password and redirects nothing but the clipboard", () => {
  const text = rdpFile({ host: "desk.example", port: 13_389, geometry: { width: 1280, height: 720 }, clipboard: true });
  const lines = text.split("\r\n");
  expect(lines).toContain("full address:s:desk.example:13389");
  expect(lines).toContain("prompt for credentials:i:1");
  expect(lines).toContain("enablecredsspsupport:i:0");
  expect(lines).toContain("authentication level:i:2");
  expect(lines).toContain("redirectclipboard:i:1");
  expect(lines).toContain("redirectdrives:i:0");
  expect(text).not.toContain("password");
});

it("brackets IPv6 addresses", () => {
  const text = rdpFile({ host: "::1", port: 13_390, geometry: { width: 800, height: 600 }, clipboard: false });
  expect(text).toContain("full address:s:[::1]:13390\r\n");
});

it("opens the clipboard channel and its service only as far as the policy does, and for no files", () => {
  const ini = (clipboard: boolean) => xrdpIni({ rfbPort: 40_000, display: 21, clipboard });
  expect(ini(false)).toContain("cliprdr=false");
  expect(ini(false)).not.toContain("chansrvport");
  expect(ini(true)).toContain("cliprdr=true");
  expect(ini(true)).toContain("chansrvport=DISPLAY(21)");
  expect(ini(true)).toContain("rdpdr=false\nrdpsnd=false");
  const restricted = (hostToRemote: boolean, remoteToHost: boolean) =>
    chansrvIni({ hostToRemote, remoteToHost }).match(/^Restrict.*$/gm);
  expect(restricted(true, true)).toEqual(["RestrictInboundClipboard=file", "RestrictOutboundClipboard=file"]);
  expect(restricted(true, false)).toEqual(["RestrictInboundClipboard=file", "RestrictOutboundClipboard=all"]);
  expect(restricted(false, true)).toEqual(["RestrictInboundClipboard=all", "RestrictOutboundClipboard=file"]);
});
