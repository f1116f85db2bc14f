import { type ChainReport, type FileReport, LOST, type StorageReport } from "@lucid/core";
import { terminalText } from "../terminal-text.ts";

const KINDS: Readonly<Record<ChainReport["kind"], string>> = {
  own: "the chain that this node makes alone",
  "given-up": "a chain that this node gave up",
  network: "the chain of the network that this node is in",
  left: "the chain of a network that this node was in",
};

/** What a chain comes to, in some lines. */
export function describeChain(report: ChainReport): string {
  const { kind, network, name, folder, problem } = report;
  return [
    `${problem ? "NOT WHOLE" : "WHOLE"} ${KINDS[kind]}`,
    `  ${terminalText(name)} (${network})`,
    `  ${extentOf(report)}, in ${terminalText(folder)}`,
    ...(problem ? [`  ${problemOf(report)}`] : []),
    "",
  ].join("\n");
}

/** What a chain of a network takes on the disk, in some lines. */
export function describeStorage({ kind, network, name, folder, stored }: StorageReport): string {
  const head = [KINDS[kind], `  ${terminalText(name)} (${network})`, `  in ${terminalText(folder)}`];
  if (stored === null) return [...head, "  chain.db is gone", ""].join("\n");
  const { blocks, archived, votes, snapshots } = stored;
  const { files, missing } = archived;
  return [
    ...head,
    `  in the database: ${blocks.count} blocks of ${megabytes(blocks.bytes)}, ${votes} votes that stand in no final block`,
    `  snapshots of the state: ${snapshots.length === 0 ? "none" : snapshots.map((height) => `block ${height}`).join(", ")}`,
    `  in the archive: ${archived.count} blocks of ${megabytes(archived.bytes)} in ${files} ${files === 1 ? "file" : "files"}`,
    ...missing.map((file) => `  MISSING blocks/${terminalText(file)}`),
    "",
  ].join("\n");
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** What keeps a chain from being whole. */
export function problemOf({ problem, signed }: Pick<ChainReport, "problem" | "signed">): string {
  if (problem === undefined) return "";
  if (problem.reason === LOST) return `Blocks are lost: this node has signed up to block ${signed}`;
  return problem.height === 0
    ? terminalText(problem.reason)
    : `Block ${problem.height} does not hold: ${terminalText(problem.reason)}`;
}

export function describeFile(path: string, report: FileReport): string {
  const { network, name, problem } = report;
  return [
    `${problem ? "NOT WHOLE" : "WHOLE"} ${terminalText(path)}`,
    `  the chain of ${terminalText(name)} (${network})`,
    `  ${extentOf(report)}`,
    ...(problem ? [`  ${problemOf(report)}`] : []),
  ].join("\n");
}

export const describeSaved = (path: string, report: FileReport): string =>
  report.problem
    ? `NOT SAVED: ${problemOf(report)}`
    : `${terminalText(path)}: ${terminalText(report.name)}, ${extentOf(report)}. Check it with: lucid chain verify ${terminalText(path)}`;

export function describeAside(report: ChainReport, aside: string | null, isFetched: boolean): string {
  const kept =
    aside === null ? "Nothing was there before." : `What was there is in ${terminalText(aside)}: delete it when all is well.`;
  if (isFetched)
    return `${kept} Start the node: it fetches the chain from the other members, and signs again once it has it. Where it is the only member, put a saved one back instead.`;
  const then = report.problem?.reason === LOST ? ` ${lackingWords(report)}` : " Start the node.";
  return `${terminalText(report.name)} is put back: ${extentOf(report)}. ${kept}${then}`;
}

const lackingWords = ({ kind, signed }: ChainReport): string =>
  kind === "network"
    ? `This node has signed up to block ${signed}: start it, and it signs again once the other members have given it the rest.`
    : `This node has signed up to block ${signed}, and does not start on fewer: put a newer file back, or see lucid chain reset-solo --help.`;

function extentOf({ height, final, members }: Pick<ChainReport, "height" | "final" | "members">): string {
  const blocks = height === 0 ? "no block" : `blocks 1 to ${height}`;
  if (final === undefined || members === undefined) return blocks;
  return `${blocks}, final up to ${final}, ${members} ${members === 1 ? "member" : "members"}`;
}
