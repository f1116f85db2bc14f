import {
  chainNamed,
  describeStored,
  fetchChainAnew,
  findChains,
  putBackChain,
  saveChain,
  verifyChain,
  verifyChainFile,
} from "@lucid/core";
import { systemClock } from "@lucid/foundation";
import { type Command, Option } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { requireFolder } from "../rest/save-download.ts";
import { readSettings } from "../setting-options.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { describeAside, describeChain, describeFile, describeSaved, describeStorage } from "./describe-chain.ts";
import { addResetSolo } from "./reset-solo.ts";
import { whileChaining } from "./while-chaining.ts";

interface ChainOptions {
  readonly data?: string;
  readonly network?: string;
  readonly json?: boolean;
}

/** `lucid chain ACTION`: the chains that lie in a data folder, the node's own and those of networks. */
export function addChainCommand(program: Command): void {
  const chain = program.command("chain").description("Check the chains of a node, save them, and put them back");
  addVerify(chain);
  addExport(chain);
  addImport(chain);
  addStored(chain);
  addResetSolo(chain);
}

const withData = (command: Command): Command =>
  command.option("--data <folder>", "folder of everything the node keeps").option("--json", "print one JSON object");

function addVerify(chain: Command): void {
  withData(
    chain
      .command("verify")
      .description(
        "Go through every block of the chains of a node, which may run, or of a saved one, by all rules and signatures",
      )
      .argument("[file]", "a chain that lucid chain export has saved; without it, all chains of the data folder"),
  )
    .option("--network <hash>", "only the chain of this network: its hash, or the first digits of it")
    .addHelpText(
      "after",
      helpNotes(`
A chain is gone through from its genesis document on: every hash, signature, turn, time and vote, the transactions, and the state that
they lead to. That it is the chain of a network you should believe is for you to compare: by the hash.`),
    )
    .action(async (file: string | undefined, options: ChainOptions) => {
      if (file !== undefined) return await verifyFile(file, options);
      const { settings } = readSettings({ data: options.data });
      const chains = await whileChaining(async (working) => {
        const all = options.network === undefined ? findChains(settings.data) : [chainNamed(settings.data, options.network)];
        const reports = [];
        for (const one of all) reports.push(await verifyChain(one, working));
        return reports;
      });
      const isWhole = chains.every(({ problem }) => problem === undefined);
      print(options.json ? terminalJson({ whole: isWhole, chains }) : chains.map(describeChain).join("\n"));
      process.exitCode = isWhole ? EXIT.ok : EXIT.failed;
    });
}

async function verifyFile(path: string, { data, network, json }: ChainOptions): Promise<void> {
  if (data !== undefined) throw new CommandError(EXIT.usage, "Say a file or --data, and not both");
  const report = await whileChaining((working) => verifyChainFile(path, working), path);
  const isOther = network !== undefined && !report.network.startsWith(network);
  const isWhole = report.problem === undefined && !isOther;
  const said = isOther
    ? `NOT WHOLE ${terminalText(path)}: it is of another network, ${report.network}`
    : describeFile(path, report);
  print(json ? terminalJson({ whole: isWhole, ...report }) : said);
  process.exitCode = isWhole ? EXIT.ok : EXIT.failed;
}

function addExport(chain: Command): void {
  withData(
    chain
      .command("export")
      .description("Save a chain of a node, which may run, as one file, once every block of it was found to hold")
      .option("--network <hash>", "the chain of this network; without it, the one that the node makes alone")
      .option("--out <file>", "where to save it (default: lucid-chain-<first digits of the hash>.jsonl)"),
  ).action(async ({ out, data, network, json }: ChainOptions & { readonly out?: string }) => {
    const { settings } = readSettings({ data });
    const { path, report } = await whileChaining(async (working) => {
      const one = chainNamed(settings.data, network);
      const path = out ?? `lucid-chain-${one.network.slice(0, 8)}.jsonl`;
      requireFolder(path);
      return { path, report: await saveChain(one, path, working) };
    });
    const isWhole = report.problem === undefined;
    print(json ? terminalJson({ whole: isWhole, path: isWhole ? path : null, ...report }) : describeSaved(path, report));
    process.exitCode = isWhole ? EXIT.ok : EXIT.failed;
  });
}

function addStored(chain: Command): void {
  withData(
    chain
      .command("stored")
      .description("Say what the chains of networks keep in a data folder, whose node may run, and what is in their archives"),
  ).action(async ({ data, json }: ChainOptions) => {
    const { settings } = readSettings({ data });
    const chains = await whileChaining(() => describeStored(settings.data));
    print(json ? terminalJson({ chains }) : chains.map(describeStorage).join("\n") || "This node was in no network.");
  });
}

function addImport(chain: Command): void {
  withData(
    chain
      .command("import")
      .description("Put a chain back that is damaged, gone, or has lost blocks, on a node that does not run")
      .argument("[file]", "a chain that lucid chain export has saved")
      .addOption(new Option("--from-members <hash>", "instead of a file: the node fetches this network's chain from the others")),
  )
    .addHelpText(
      "after",
      helpNotes(`
The file is gone through as by lucid chain verify before anything is changed. What was there is kept aside, in a folder .aside-... beside
it, which you delete when all is well. What the node has signed stays as it is: it signs nothing below that.`),
    )
    .action(async (file: string | undefined, { data, fromMembers, json }: ChainOptions & { readonly fromMembers?: string }) => {
      if ((file === undefined) === (fromMembers === undefined))
        throw new CommandError(EXIT.usage, "Say a file, or --from-members and the hash of the network");
      const { settings } = readSettings({ data });
      const { report, aside } = await whileChaining(
        (working) =>
          file === undefined
            ? fetchChainAnew(systemClock, settings.data, fromMembers ?? "", working)
            : putBackChain(systemClock, settings.data, file, working),
        file,
      );
      print(json ? terminalJson({ ...report, aside }) : describeAside(report, aside, file === undefined));
    });
}

const print = (text: string): void => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
