import * as contract from "@lucid/contract";
import { gatewayErrors } from "@lucid/core";

type Catalogue = Readonly<Record<string, contract.ErrorEntry>>;

/** `sessionErrors` is the catalogue of the area session: whatever the contract exports under such a name is one. */
const ofContract = Object.entries(contract)
  .toSorted(([one], [other]) => one.localeCompare(other))
  .flatMap(([name, value]): [string, Catalogue][] => {
    const area = /^(\w+)Errors$/.exec(name)?.[1];
    return area !== undefined && area !== "common" && typeof value === "object" && "spec" in value
      ? [[titleOf(area), value.spec]]
      : [];
  });

const areas: readonly [string, Catalogue][] = [
  ["Every call", contract.commonErrors.spec],
  ...ofContract,
  ["The gateway's start", gatewayErrors.spec],
];

/** The catalogue of errors as the page `docs/errors.md`. */
export function errorPage(): string {
  const head = `# Errors

Every refused call answers with the envelope of the [API](api.md); this is what its \`code\` can be. Programs
look at the code, people at the message. Made by \`node scripts/make-error-page.ts\` from the catalogues in the
code; a test holds the two together.
`;
  return head + areas.map(([title, spec]) => section(title, Object.values(spec))).join("");
}

function titleOf(area: string): string {
  return area.charAt(0).toUpperCase() + area.slice(1);
}

function section(title: string, entries: readonly contract.ErrorEntry[]): string {
  const rows = entries.map(
    ({ code, status, retryable, message }) => `| \`${code}\` | ${status} | ${retryable ? "yes" : "no"} | ${message} |`,
  );
  return `\n## ${title}\n\n| Code | Status | Again later | Message |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}
