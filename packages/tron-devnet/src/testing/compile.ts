import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import solc from "solc";

export interface Compiled {
  readonly abi: readonly object[];
  /** Hex, without 0x. */
  readonly bytecode: string;
}

/** The newest fork of Ethereum whose operations TRON has all of (allowTvmShangHai). */
const EVM_VERSION = "shanghai";

/** Compiles a Solidity file, named from the package's `src`. @throws where the compiler has something against it. */
export function compile(file: string, contract: string): Compiled {
  const content = readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8");
  const input = {
    language: "Solidity",
    sources: { [file]: { content } },
    settings: {
      evmVersion: EVM_VERSION,
      optimizer: { enabled: true, runs: 200 },
      metadata: { bytecodeHash: "none" },
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    readonly errors?: readonly { readonly formattedMessage: string }[];
    readonly contracts?: Record<string, Record<string, { abi: object[]; evm: { bytecode: { object: string } } }>>;
  };
  if (output.errors?.length) throw new Error(output.errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const made = output.contracts?.[file]?.[contract];
  if (!made) throw new Error(`${file} has no contract ${contract}`);
  return { abi: made.abi, bytecode: made.evm.bytecode.object };
}
