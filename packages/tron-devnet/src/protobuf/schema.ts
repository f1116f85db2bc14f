/**
 * The messages that this network knows, of github.com/tronprotocol/protocol: core/Tron.proto and core/contract/*.proto.
 * A message that is not here is refused by name.
 */
export type EnumName = "ResourceCode" | "AccountType" | "PermissionType" | "EntryType" | "StateMutabilityType" | "ContractType";
export type FieldType =
  | "bytes"
  | "address"
  | "string"
  | "int64"
  | "bool"
  | "any"
  | { readonly enum: EnumName }
  | { readonly message: string };
export interface Field {
  readonly number: number;
  readonly name: string;
  readonly type: FieldType;
  readonly repeated: boolean;
}

const field = (number: number, name: string, type: FieldType): Field => ({ number, name, type, repeated: false });
const list = (number: number, name: string, type: FieldType): Field => ({ number, name, type, repeated: true });
const owner = field(1, "owner_address", "address");
const resource = (number: number) => field(number, "resource", { enum: "ResourceCode" });

export const ENUMS: Readonly<Record<EnumName, readonly (string | undefined)[]>> = {
  ResourceCode: ["BANDWIDTH", "ENERGY", "TRON_POWER"],
  AccountType: ["Normal", "AssetIssue", "Contract"],
  PermissionType: ["Owner", "Witness", "Active"],
  EntryType: ["UnknownEntryType", "Constructor", "Function", "Event", "Fallback", "Receive", "Error"],
  StateMutabilityType: ["UnknownMutabilityType", "Pure", "View", "Nonpayable", "Payable"],
  ContractType: Object.assign<(string | undefined)[], Record<number, string>>([], {
    0: "AccountCreateContract",
    1: "TransferContract",
    4: "VoteWitnessContract",
    10: "AccountUpdateContract",
    11: "FreezeBalanceContract",
    12: "UnfreezeBalanceContract",
    13: "WithdrawBalanceContract",
    30: "CreateSmartContract",
    31: "TriggerSmartContract",
    33: "UpdateSettingContract",
    45: "UpdateEnergyLimitContract",
    46: "AccountPermissionUpdateContract",
    48: "ClearABIContract",
    49: "UpdateBrokerageContract",
    54: "FreezeBalanceV2Contract",
    55: "UnfreezeBalanceV2Contract",
    56: "WithdrawExpireUnfreezeContract",
    57: "DelegateResourceContract",
    58: "UnDelegateResourceContract",
    59: "CancelAllUnfreezeV2Contract",
  }),
};

export const MESSAGES: Readonly<Record<string, readonly Field[] | undefined>> = {
  Raw: [
    field(1, "ref_block_bytes", "bytes"),
    field(3, "ref_block_num", "int64"),
    field(4, "ref_block_hash", "bytes"),
    field(8, "expiration", "int64"),
    field(10, "data", "bytes"),
    list(11, "contract", { message: "Contract" }),
    field(12, "scripts", "bytes"),
    field(14, "timestamp", "int64"),
    field(18, "fee_limit", "int64"),
  ],
  Contract: [
    field(1, "type", { enum: "ContractType" }),
    field(2, "parameter", "any"),
    field(3, "provider", "bytes"),
    field(4, "ContractName", "bytes"),
    field(5, "Permission_id", "int64"),
  ],
  BlockHeaderRaw: [
    field(1, "timestamp", "int64"),
    field(2, "txTrieRoot", "bytes"),
    field(3, "parentHash", "bytes"),
    field(7, "number", "int64"),
    field(8, "witness_id", "int64"),
    field(9, "witness_address", "address"),
    field(10, "version", "int64"),
    field(11, "accountStateRoot", "bytes"),
  ],
  AccountCreateContract: [owner, field(2, "account_address", "address"), field(3, "type", { enum: "AccountType" })],
  TransferContract: [owner, field(2, "to_address", "address"), field(3, "amount", "int64")],
  VoteWitnessContract: [owner, list(2, "votes", { message: "Vote" }), field(3, "support", "bool")],
  Vote: [field(1, "vote_address", "address"), field(2, "vote_count", "int64")],
  AccountUpdateContract: [field(1, "account_name", "bytes"), field(2, "owner_address", "address")],
  FreezeBalanceContract: [
    owner,
    field(2, "frozen_balance", "int64"),
    field(3, "frozen_duration", "int64"),
    resource(10),
    field(15, "receiver_address", "address"),
  ],
  UnfreezeBalanceContract: [owner, resource(10), field(15, "receiver_address", "address")],
  WithdrawBalanceContract: [owner],
  CreateSmartContract: [
    owner,
    field(2, "new_contract", { message: "SmartContract" }),
    field(3, "call_token_value", "int64"),
    field(4, "token_id", "int64"),
  ],
  SmartContract: [
    field(1, "origin_address", "address"),
    field(2, "contract_address", "address"),
    field(3, "abi", { message: "ABI" }),
    field(4, "bytecode", "bytes"),
    field(5, "call_value", "int64"),
    field(6, "consume_user_resource_percent", "int64"),
    field(7, "name", "string"),
    field(8, "origin_energy_limit", "int64"),
    field(9, "code_hash", "bytes"),
    field(10, "trx_hash", "bytes"),
    field(11, "version", "int64"),
  ],
  ABI: [list(1, "entrys", { message: "Entry" })],
  Entry: [
    field(1, "anonymous", "bool"),
    field(2, "constant", "bool"),
    field(3, "name", "string"),
    list(4, "inputs", { message: "Param" }),
    list(5, "outputs", { message: "Param" }),
    field(6, "type", { enum: "EntryType" }),
    field(7, "payable", "bool"),
    field(8, "stateMutability", { enum: "StateMutabilityType" }),
  ],
  Param: [field(1, "indexed", "bool"), field(2, "name", "string"), field(3, "type", "string")],
  TriggerSmartContract: [
    owner,
    field(2, "contract_address", "address"),
    field(3, "call_value", "int64"),
    field(4, "data", "bytes"),
    field(5, "call_token_value", "int64"),
    field(6, "token_id", "int64"),
  ],
  UpdateSettingContract: [owner, field(2, "contract_address", "address"), field(3, "consume_user_resource_percent", "int64")],
  UpdateEnergyLimitContract: [owner, field(2, "contract_address", "address"), field(3, "origin_energy_limit", "int64")],
  ClearABIContract: [owner, field(2, "contract_address", "address")],
  UpdateBrokerageContract: [owner, field(2, "brokerage", "int64")],
  AccountPermissionUpdateContract: [
    owner,
    field(2, "owner", { message: "Permission" }),
    field(3, "witness", { message: "Permission" }),
    list(4, "actives", { message: "Permission" }),
  ],
  Permission: [
    field(1, "type", { enum: "PermissionType" }),
    field(2, "id", "int64"),
    field(3, "permission_name", "string"),
    field(4, "threshold", "int64"),
    field(5, "parent_id", "int64"),
    field(6, "operations", "bytes"),
    list(7, "keys", { message: "Key" }),
  ],
  Key: [field(1, "address", "address"), field(2, "weight", "int64")],
  FreezeBalanceV2Contract: [owner, field(2, "frozen_balance", "int64"), resource(3)],
  UnfreezeBalanceV2Contract: [owner, field(2, "unfreeze_balance", "int64"), resource(3)],
  WithdrawExpireUnfreezeContract: [owner],
  DelegateResourceContract: [
    owner,
    resource(2),
    field(3, "balance", "int64"),
    field(4, "receiver_address", "address"),
    field(5, "lock", "bool"),
    field(6, "lock_period", "int64"),
  ],
  UnDelegateResourceContract: [owner, resource(2), field(3, "balance", "int64"), field(4, "receiver_address", "address")],
  CancelAllUnfreezeV2Contract: [owner],
};
