import { PARAMETERS } from "../chain/parameters.ts";
import { int64, text } from "../protobuf/message.ts";
import { addBalance, burn, changeAccount, newAccount } from "../state/account.ts";
import { isAddress } from "../text/address.ts";
import { hexToUtf8 } from "../text/bytes.ts";
import { invalid } from "../transactions/refusal.ts";
import { type Kind, success } from "./kind.ts";

const MAX_INT64 = (1n << 63n) - 1n;

/** TransferActuator of java-tron. */
export const transfer: Kind = ({ state, transaction: { owner, value }, now }) => {
  const to = text(value, "to_address");
  const amount = int64(value, "amount");
  if (!isAddress(owner)) throw invalid("Invalid ownerAddress!");
  if (!isAddress(to)) throw invalid("Invalid toAddress!");
  if (to === owner) throw invalid("Cannot transfer TRX to yourself.");
  const from = state.get("account", owner);
  if (!from) throw invalid("Validate TransferContract error, no OwnerAccount.");
  if (amount <= 0n) throw invalid("Amount must be greater than 0.");
  const receiver = state.get("account", to);
  if (receiver?.type === "Contract") throw invalid("Cannot transfer TRX to a smartContract.");
  const fee = receiver ? 0n : PARAMETERS.createNewAccountFee;
  if (amount + fee > MAX_INT64) throw invalid("long overflow");
  if (from.balance < amount + fee) throw invalid("Validate TransferContract error, balance is not sufficient.");
  if (!receiver) state.set("account", to, newAccount(to, now));
  if (fee > 0n) burn(state, owner, fee);
  addBalance(state, owner, -amount);
  addBalance(state, to, amount);
  return success(fee);
};

/** CreateAccountActuator of java-tron. */
export const createAccount: Kind = ({ state, transaction: { owner, value }, now }) => {
  const address = text(value, "account_address");
  if (!isAddress(owner)) throw invalid("Invalid ownerAddress");
  if (!isAddress(address)) throw invalid("Invalid account address");
  const from = state.get("account", owner);
  if (!from) throw invalid(`Account[${owner}] not exists`);
  const fee = PARAMETERS.createNewAccountFee;
  if (from.balance < fee) throw invalid("Validate CreateAccountActuator error, insufficient fee.");
  if (state.get("account", address)) throw invalid("Account has existed");
  state.set("account", address, newAccount(address, now));
  burn(state, owner, fee);
  return success(fee);
};

/** UpdateAccountActuator of java-tron: a name is given once. */
export const updateAccount: Kind = ({ state, transaction: { owner, value } }) => {
  const name = hexToUtf8(text(value, "account_name"));
  if (name.length > 200) throw invalid("Invalid accountName");
  if (!isAddress(owner)) throw invalid("Invalid ownerAddress");
  const account = state.get("account", owner);
  if (!account) throw invalid("Account does not exist");
  if (account.name !== "") throw invalid("This account name is already existed");
  changeAccount(state, owner, { name });
  return success();
};
