import {
  chainErrors,
  commonErrors,
  desktopErrors,
  type ErrorEntry,
  loginErrors,
  pipelineErrors,
  sessionErrors,
} from "@lucid/contract";
import { gatewayErrors } from "@lucid/core";

const areas: readonly [string, Readonly<Record<string, ErrorEntry>>][] = [
  ["Every call", commonErrors.spec],
  ["Login and accounts", loginErrors.spec],
  ["Sessions", sessionErrors.spec],
  ["Desktops", desktopErrors.spec],
  ["Chain", chainErrors.spec],
  ["Recording", pipelineErrors.spec],
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

function section(title: string, entries: readonly ErrorEntry[]): string {
  const rows = entries.map(
    ({ code, status, retryable, message }) => `| \`${code}\` | ${status} | ${retryable ? "yes" : "no"} | ${message} |`,
  );
  return `\n## ${title}\n\n| Code | Status | Again later | Message |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}
