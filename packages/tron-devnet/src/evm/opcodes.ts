import type { EVMOpts } from "@ethereumjs/evm";
import { NotModelled } from "../protobuf/message.ts";
import type { Workspace } from "./state-manager.ts";

type CustomOpcode = NonNullable<EVMOpts["customOpcodes"]>[number];
type Logic = Extract<CustomOpcode, { logicFunction: unknown }>["logicFunction"];

const opcode = (code: number, opcodeName: string, baseFee: number, logicFunction: Logic): CustomOpcode => ({
  opcode: code,
  opcodeName,
  baseFee,
  logicFunction,
});
const refused = (code: number, name: string): CustomOpcode =>
  opcode(code, name, 0, () => {
    throw new NotModelled(`the operation ${name} of the virtual machine`);
  });

const ADDRESS_MASK = (1n << 160n) - 1n;

export interface OpcodeDeps {
  readonly workspace: () => Workspace;
  /** The last 4 bytes of the genesis block's id (allowOptimizedReturnValueOfChainId). */
  readonly chainId: () => bigint;
  /** Sun for a unit of energy. */
  readonly energyFee: bigint;
}

/** What TRON's machine has beside Ethereum's of Petersburg, and what this one refuses (org.tron.core.vm.Op of java-tron). */
export const tronOpcodes = ({ workspace, chainId, energyFee }: OpcodeDeps): CustomOpcode[] => [
  opcode(0x46, "CHAINID", 2, (run) => run.stack.push(chainId())),
  opcode(0x47, "SELFBALANCE", 5, (run) => run.stack.push(run.interpreter.getSelfBalance())),
  opcode(0x48, "BASEFEE", 2, (run) => run.stack.push(energyFee)),
  // No TRC-10 token can be sent to a contract here, so none ever was.
  opcode(0xd2, "CALLTOKENVALUE", 2, (run) => run.stack.push(0n)),
  opcode(0xd3, "CALLTOKENID", 2, (run) => run.stack.push(0n)),
  opcode(0xd4, "ISCONTRACT", 400, (run) => {
    const address = (run.stack.pop() & ADDRESS_MASK).toString(16).padStart(40, "0");
    run.stack.push(workspace().state.get("contract", `41${address}`) ? 1n : 0n);
  }),
  refused(0x49, "BLOBHASH"),
  refused(0x4a, "BLOBBASEFEE"),
  refused(0x5c, "TLOAD"),
  refused(0x5d, "TSTORE"),
  refused(0x5e, "MCOPY"),
  refused(0xd0, "CALLTOKEN"),
  refused(0xd1, "TOKENBALANCE"),
  refused(0xd5, "FREEZE"),
  refused(0xd6, "UNFREEZE"),
  refused(0xd7, "FREEZEEXPIRETIME"),
  refused(0xd8, "VOTEWITNESS"),
  refused(0xd9, "WITHDRAWREWARD"),
  refused(0xda, "FREEZEBALANCEV2"),
  refused(0xdb, "UNFREEZEBALANCEV2"),
  refused(0xdc, "CANCELALLUNFREEZEV2"),
  refused(0xdd, "WITHDRAWEXPIREUNFREEZE"),
  refused(0xde, "DELEGATERESOURCE"),
  refused(0xdf, "UNDELEGATERESOURCE"),
  refused(0xff, "SELFDESTRUCT"),
];
