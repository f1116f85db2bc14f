import { NotModelled } from "../protobuf/message.ts";
import { clearAbi, deploy, trigger, updateEnergyLimit, updateSetting } from "./contract.ts";
import { delegate, undelegate } from "./delegate.ts";
import type { Kind } from "./kind.ts";
import { updatePermissions } from "./permission.ts";
import { cancelUnfreezings, freeze, freezeV1, unfreeze, unfreezeV1, withdrawUnfrozen } from "./stake.ts";
import { createAccount, transfer, updateAccount } from "./transfer.ts";
import { updateBrokerage, vote, withdrawRewards } from "./vote.ts";

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["AccountCreateContract", createAccount],
  ["TransferContract", transfer],
  ["AccountUpdateContract", updateAccount],
  ["CreateSmartContract", deploy],
  ["TriggerSmartContract", trigger],
  ["UpdateSettingContract", updateSetting],
  ["UpdateEnergyLimitContract", updateEnergyLimit],
  ["ClearABIContract", clearAbi],
  ["FreezeBalanceContract", freezeV1],
  ["UnfreezeBalanceContract", unfreezeV1],
  ["FreezeBalanceV2Contract", freeze],
  ["UnfreezeBalanceV2Contract", unfreeze],
  ["WithdrawExpireUnfreezeContract", withdrawUnfrozen],
  ["CancelAllUnfreezeV2Contract", cancelUnfreezings],
  ["DelegateResourceContract", delegate],
  ["UnDelegateResourceContract", undelegate],
  ["VoteWitnessContract", vote],
  ["WithdrawBalanceContract", withdrawRewards],
  ["UpdateBrokerageContract", updateBrokerage],
  ["AccountPermissionUpdateContract", updatePermissions],
]);

/** @throws NotModelled */
export function kindOf(type: string): Kind {
  const kind = KINDS.get(type);
  if (!kind) throw new NotModelled(type);
  return kind;
}
