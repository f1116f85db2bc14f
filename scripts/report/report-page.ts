/** One thing that a report looked at, and what a real run came to. */
export interface ReportRow {
  readonly what: string;
  /** What it has to be; empty where it is only told. */
  readonly must: string;
  readonly was: string;
  readonly held: boolean;
}

export interface ReportPart {
  readonly title: string;
  /** How it was found out: what to run to see it again. */
  readonly how: string;
  readonly rows: readonly ReportRow[];
}

export interface Report {
  readonly kind: string;
  readonly parts: readonly ReportPart[];
}

/** Of which program, when, and on what a report was made. */
export interface Circumstances {
  readonly version: string;
  readonly commit: string;
  readonly date: string;
  readonly machine: string;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();

/** Rows that did not hold, among all. */
export function countOf({ parts }: Report): { readonly held: number; readonly all: number } {
  const rows = parts.flatMap((part) => part.rows);
  return { held: rows.filter(({ held }) => held).length, all: rows.length };
}

function partOf({ title, how, rows }: ReportPart): string {
  const lines = rows.map(
    ({ what, must, was, held }) => `| ${cell(what)} | ${cell(must)} | ${cell(was)} | ${held ? "yes" : "**no**"} |\n`,
  );
  const table =
    rows.length === 0
      ? "Nothing was found to report.\n"
      : `| What | Must be | Was | Held |\n|---|---|---|---|\n${lines.join("")}`;
  return `## ${title}\n\n${how}\n\n${table}`;
}

/** A report as a page of `docs/reports/<version>/`. A report of nothing is none. */
export function reportPage(report: Report, { version, commit, date, machine }: Circumstances): string {
  const { held, all } = countOf(report);
  if (all === 0) throw new Error(`The report of ${report.kind} has nothing in it`);
  const title = report.kind.charAt(0).toUpperCase() + report.kind.slice(1);
  return `# ${title} of ${version}

Written by \`npm run report -- ${report.kind}\` on ${date}, at commit ${commit}, on ${machine}. ${held} of ${all} held.

${report.parts.map(partOf).join("\n")}`;
}
