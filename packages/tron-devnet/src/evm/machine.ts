import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { createEVM, type EVM, EVMError } from "@ethereumjs/evm";
import { Address as EvmAddress } from "@ethereumjs/util";
import { PARAMETERS } from "../chain/parameters.ts";
import type { BlockContext, Log } from "../kinds/kind.ts";
import { NotModelled } from "../protobuf/message.ts";
import { type Address, addressOfBytes, bytesOfAddress } from "../text/address.ts";
import { concat, fromHex, keccak256, toHex } from "../text/bytes.ts";
import { energyCosts } from "./energy-costs.ts";
import { tronOpcodes } from "./opcodes.ts";
import { createStateManager, type Workspace } from "./state-manager.ts";

export interface Call extends Workspace {
  readonly block: BlockContext;
  readonly caller: Address;
  readonly contract: Address;
  /** Code that makes a contract: what it returns is the contract's code. Without it the contract's own code runs. */
  readonly initCode?: Uint8Array;
  readonly data: Uint8Array;
  /** Sun; the caller's balance holds it. */
  readonly value: bigint;
  readonly energyLimit: bigint;
  /** Id of the transaction: contracts that it makes are named after it. */
  readonly rootId: string;
}
export interface Ran {
  readonly energyUsed: bigint;
  readonly returned: Uint8Array;
  readonly logs: readonly Log[];
  /** contractResult of core/Tron.proto. */
  readonly result: string;
  readonly message: string;
}
export interface Machine {
  /** Runs a contract on a layer; where it fails, the layer is as before. @throws NotModelled */
  run(call: Call): Promise<Ran>;
}

/** Energy for a byte of a new contract's code (EnergyCost.CREATE_DATA of java-tron). */
const ENERGY_PER_CODE_BYTE = 200n;
/** Precompiled contracts that are not Ethereum's: 3 is a hash of TRON's own, from 9 on they are signatures, votes and stakes. */
const NOT_MODELLED_CONTRACTS = ["03", "09", "0a", "0b", "0c"].map((end) => end.padStart(40, "0"));

const { errorMessages } = EVMError;
const RESULTS: ReadonlyMap<string, readonly [result: string, message: string]> = new Map([
  [errorMessages.REVERT, ["REVERT", "REVERT opcode executed"]],
  [errorMessages.OUT_OF_GAS, ["OUT_OF_ENERGY", "Not enough energy"]],
  [errorMessages.CODESTORE_OUT_OF_GAS, ["OUT_OF_ENERGY", "Not enough energy for 'save just created contract code'"]],
  [errorMessages.STACK_UNDERFLOW, ["STACK_TOO_SMALL", "Stack too small"]],
  [errorMessages.STACK_OVERFLOW, ["STACK_TOO_LARGE", "Stack too large"]],
  [errorMessages.INVALID_JUMP, ["BAD_JUMP_DESTINATION", "Bad jump destination"]],
  [errorMessages.INVALID_OPCODE, ["ILLEGAL_OPERATION", "Invalid operation code"]],
  [errorMessages.STATIC_STATE_CHANGE, ["ILLEGAL_OPERATION", "Attempt to call a state modifying opcode inside STATICCALL"]],
  [errorMessages.OUT_OF_RANGE, ["OUT_OF_MEMORY", "Out of Memory"]],
]);

export interface MachineDeps {
  readonly genesisId: () => string;
  readonly blockId: (number: number) => string | undefined;
}

/** TRON's virtual machine: @ethereumjs/evm at Petersburg, with TRON's prices, addresses and operations. One call at a time. */
export async function startMachine({ genesisId, blockId }: MachineDeps): Promise<Machine> {
  let current: Call | undefined;
  /** Calls and creations within the transaction so far: TRON names a contract that a contract makes by their number. */
  let nonce = 0n;
  const workspace = (): Call => {
    if (!current) throw new Error("The machine is asked for a state while it runs nothing");
    return current;
  };
  const evm = await createEVM({
    common: createCustomCommon({ chainId: 1, name: "tron" }, Mainnet, { hardfork: Hardfork.Petersburg, eips: [3855] }),
    stateManager: createStateManager(workspace),
    params: energyCosts(),
    customOpcodes: tronOpcodes({
      workspace,
      chainId: () => BigInt(`0x${genesisId().slice(-8)}`),
      energyFee: PARAMETERS.energyFee,
    }),
    customPrecompiles: NOT_MODELLED_CONTRACTS.map((address) => ({
      address: `0x${address}`,
      function: () => {
        throw new NotModelled(`the built-in contract ${address.slice(-2)}`);
      },
    })),
    allowUnlimitedContractSize: true,
    allowUnlimitedInitCodeSize: true,
    blockchain: {
      getBlock: async (number) => ({ hash: () => fromHex(blockId(number) ?? "00".repeat(32)) }),
      putBlock: async () => undefined,
      shallowCopy() {
        return this;
      },
    },
  });
  Object.assign(evm, {
    _generateAddress: async (message: { caller: EvmAddress; salt?: Uint8Array; code?: unknown }): Promise<EvmAddress> => {
      const caller = fromHex(addressOfBytes(message.caller.bytes));
      const code = message.code instanceof Uint8Array ? message.code : new Uint8Array();
      const seed = message.salt
        ? concat([caller, message.salt, keccak256(code)])
        : concat([fromHex(workspace().rootId), fromHex((nonce - 1n).toString(16).padStart(16, "0"))]);
      return new EvmAddress(keccak256(seed).subarray(12));
    },
  });
  evm.events.on("beforeMessage", (message) => {
    const isBuiltIn = message.to !== undefined && evm.getPrecompile(message.codeAddress) !== undefined;
    if (message.depth > 0 && !isBuiltIn) nonce += 1n;
  });
  return {
    async run(call) {
      current = call;
      nonce = 0n;
      try {
        return await runOn(evm, call);
      } finally {
        evm.journal.cleanJournal();
        current = undefined;
      }
    },
  };
}

async function runOn(evm: EVM, call: Call): Promise<Ran> {
  const { state, block, energyLimit, initCode } = call;
  state.checkpoint();
  let ran: Awaited<ReturnType<EVM["runCall"]>>["execResult"];
  try {
    const { execResult } = await evm.runCall({
      block: { header: headerOf(block) },
      gasPrice: PARAMETERS.energyFee,
      caller: new EvmAddress(bytesOfAddress(call.caller)),
      to: new EvmAddress(bytesOfAddress(call.contract)),
      ...(initCode ? { code: initCode } : {}),
      data: call.data,
      value: call.value,
      gasLimit: energyLimit,
      skipNonceIncrement: true,
    });
    ran = execResult;
  } catch (error) {
    state.revert();
    throw error;
  }
  const { exceptionError: failure } = ran;
  const deposit = initCode && !failure ? ENERGY_PER_CODE_BYTE * BigInt(ran.returnValue.length) : 0n;
  const isPaid = ran.executionGasUsed + deposit <= energyLimit;
  if (!failure && isPaid) {
    if (initCode) await evm.stateManager.putCode(new EvmAddress(bytesOfAddress(call.contract)), ran.returnValue);
    state.commit();
    return {
      energyUsed: ran.executionGasUsed + deposit,
      returned: ran.returnValue,
      logs: logsOf(ran),
      result: "SUCCESS",
      message: "",
    };
  }
  state.revert();
  const named = failure?.error ?? errorMessages.CODESTORE_OUT_OF_GAS;
  const [result, message] = RESULTS.get(named) ?? ["UNKNOWN", named];
  const isRevert = result === "REVERT";
  return { energyUsed: isRevert ? ran.executionGasUsed : energyLimit, returned: ran.returnValue, logs: [], result, message };
}

const headerOf = ({ number, timestamp, witness }: BlockContext) => ({
  number: BigInt(number),
  coinbase: new EvmAddress(bytesOfAddress(witness)),
  timestamp: timestamp / 1_000n,
  difficulty: 0n,
  prevRandao: new Uint8Array(32),
  gasLimit: 0n,
  slotNumber: 0n,
  getBlobGasPrice: () => undefined,
});

const logsOf = (ran: { readonly logs?: readonly (readonly [Uint8Array, readonly Uint8Array[], Uint8Array])[] }): readonly Log[] =>
  (ran.logs ?? []).map(([address, topics, data]) => ({
    address: addressOfBytes(address),
    topics: topics.map(toHex),
    data: toHex(data),
  }));
