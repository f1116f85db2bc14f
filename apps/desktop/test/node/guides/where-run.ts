/** Guides whose commands a test of their own runs, one after the other. */
export const FOLLOWED: Readonly<Record<string, string>> = {
  "backup-and-restore": "apps/desktop/test/node/backup-guide.e2e.test.ts",
  deployment: "apps/desktop/test/node/package.e2e.test.ts",
  "several-nodes": "apps/desktop/test/node/several-nodes-guide.e2e.test.ts",
};

const APT = "installs hundreds of Debian's packages: `npm run test:packages` does it in an empty Debian (deb.e2e.test.ts)";
const BUILD =
  "builds in build/packages of the checkout: package.e2e.test.ts calls the function behind it, into a folder of its own";

/** Commands of guides that no run of `npm test` makes, by guide, and why. */
export const NOT_RUN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  deployment: {
    "sudo apt install ./lucid_VERSION_amd64.deb     # on a Raspberry Pi: _arm64.deb": APT,
    "sudo cat /run/lucid-setup": "systemd's service writes it: deb.e2e.test.ts boots one and looks",
    "sudo apt install ./lucid_NEWER_amd64.deb   # open sessions are sealed, the node starts anew with its recordings": APT,
    "sudo apt remove lucid                      # the program goes, settings and recordings stay": APT,
    "sudo apt purge lucid                       # everything goes: recordings, keys, chain, settings, user": APT,
    "npm ci": "is what brought the packages that run this test",
    "npm run package:server -- --arch x64 --update-key update.pub.pem --update-url https://example.org/lucid/": BUILD,
    "npm run package:server -- --arch arm64 --update-key update.pub.pem --update-url https://example.org/lucid/": BUILD,
    "npm run package:sign -- --key update.pem --notes NOTES.txt    # lucid-update.json and its signature": BUILD,
    "npm run package:sign -- --key update.pem                      # renews it, within 30 days (--days)": BUILD,
  },
};

export const isRun = ({ guide, command }: { readonly guide: string; readonly command: string }): boolean =>
  NOT_RUN[guide]?.[command] === undefined;
