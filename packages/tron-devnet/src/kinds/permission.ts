import { PARAMETERS } from "../chain/parameters.ts";
import { int64, type Message, messages, nested, text } from "../protobuf/message.ts";
import { burn, changeAccount } from "../state/account.ts";
import type { Permission } from "../state/tables.ts";
import { isAddress } from "../text/address.ts";
import { fromHex } from "../text/bytes.ts";
import { ALL_OPERATIONS, MAX_SIGNATURES } from "../transactions/permissions.ts";
import { invalid, Refusal } from "../transactions/refusal.ts";
import { type Kind, success } from "./kind.ts";

const MOST_ACTIVES = 8;
const NAME_LENGTH = 32;
const OPERATION_BYTES = 32;

type PermissionType = Permission["type"];
const typeOf = (message: Message): string => text(message, "type") || "Owner";

/** AccountPermissionUpdateActuator.checkPermission of java-tron. @throws Refusal */
function read(message: Message, type: PermissionType, id: number): Permission {
  const keys = messages(message, "keys").map((key) => ({ address: text(key, "address"), weight: int64(key, "weight") }));
  const threshold = int64(message, "threshold");
  const name = text(message, "permission_name");
  const operations = text(message, "operations");
  if (keys.length > MAX_SIGNATURES) throw invalid(`number of keys in permission should not be greater than ${MAX_SIGNATURES}`);
  if (keys.length === 0) throw invalid("key's count should be greater than 0");
  if (type === "Witness" && keys.length !== 1) throw invalid("Witness permission's key count should be 1");
  if (threshold <= 0n) throw invalid("permission's threshold should be greater than 0");
  if (name.length > NAME_LENGTH) throw invalid("permission's name is too long");
  if (int64(message, "parent_id") !== 0n) throw invalid("permission's parent should be owner");
  if (new Set(keys.map(({ address }) => address)).size !== keys.length)
    throw invalid(`address should be distinct in permission ${type}`);
  for (const { address, weight } of keys) {
    if (!isAddress(address)) throw invalid("key is not a validate address");
    if (weight <= 0n) throw invalid("key's weight should be greater than 0");
  }
  if (keys.reduce((sum, { weight }) => sum + weight, 0n) < threshold)
    throw invalid(`sum of all key's weight should not be less than threshold in permission ${type}`);
  requireOperations(operations, type);
  return { type, id, name, threshold, operations, keys };
}

function requireOperations(operations: string, type: PermissionType): void {
  if (type !== "Active") {
    if (operations !== "") throw invalid(`${type} permission needn't operations`);
    return;
  }
  const wanted = fromHex(operations);
  if (wanted.length !== OPERATION_BYTES) throw invalid("operations size must 32");
  const known = fromHex(ALL_OPERATIONS);
  for (let bit = 0; bit < OPERATION_BYTES * 8; bit += 1) {
    const mask = 1 << (bit % 8);
    const isWanted = ((wanted[bit >> 3] ?? 0) & mask) !== 0;
    if (isWanted && ((known[bit >> 3] ?? 0) & mask) === 0) throw invalid(`${bit} isn't a validate ContractType`);
  }
}

/** AccountPermissionUpdateActuator of java-tron: who may sign for an account, and what. */
export const updatePermissions: Kind = ({ state, transaction: { owner: address, value } }) => {
  if (!isAddress(address)) throw invalid("invalidate ownerAddress");
  const account = state.get("account", address);
  if (!account) throw invalid("ownerAddress account does not exist");
  const [owner, witness] = [nested(value, "owner"), nested(value, "witness")];
  if (!owner) throw invalid("owner permission is missed");
  if (account.isWitness && !witness) throw invalid("witness permission is missed");
  if (!account.isWitness && witness) throw invalid("account isn't witness can't set witness permission");
  const actives = messages(value, "actives");
  if (actives.length === 0) throw invalid("active permission is missed");
  if (actives.length > MOST_ACTIVES) throw invalid("active permission is too many");
  if (typeOf(owner) !== "Owner") throw invalid("owner permission type is error");
  const newOwner = read(owner, "Owner", 0);
  if (witness && typeOf(witness) !== "Witness") throw invalid("witness permission type is error");
  const newWitness = witness ? read(witness, "Witness", 1) : undefined;
  const newActives = actives.map((active, index) => {
    if (typeOf(active) !== "Active") throw invalid("active permission type is error");
    return read(active, "Active", index + 2);
  });
  if (account.balance < PARAMETERS.updatePermissionFee)
    throw new Refusal("CONTRACT_EXE_ERROR", `Contract execute error : ${address} insufficient balance`);
  burn(state, address, PARAMETERS.updatePermissionFee);
  changeAccount(state, address, { owner: newOwner, actives: newActives, ...(newWitness ? { witness: newWitness } : {}) });
  return success(PARAMETERS.updatePermissionFee);
};
