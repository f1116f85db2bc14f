import { NotModelled } from "../protobuf/message.ts";
import { clearAbi, deploy, trigger, updateEnergyLimit, updateSetting } from "./contract.ts";
import type { Kind } from "./kind.ts";
import { createAccount, transfer, updateAccount } from "./transfer.ts";

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["AccountCreateContract", createAccount],
  ["TransferContract", transfer],
  ["AccountUpdateContract", updateAccount],
  ["CreateSmartContract", deploy],
  ["TriggerSmartContract", trigger],
  ["UpdateSettingContract", updateSetting],
  ["UpdateEnergyLimitContract", updateEnergyLimit],
  ["ClearABIContract", clearAbi],
]);

/** @throws NotModelled */
export function kindOf(type: string): Kind {
  const kind = KINDS.get(type);
  if (!kind) throw new NotModelled(type);
  return kind;
}
