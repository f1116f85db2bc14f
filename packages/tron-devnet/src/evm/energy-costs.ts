import { paramsEVM } from "@ethereumjs/evm";

/** Hard forks of Ethereum whose rises of prices TRON never took: 150, 160 and 1884 stay out. */
const PRICES_OF_FORKS = ["608", "607", "609", "1013"];

/** Energy of each operation: org.tron.core.vm.EnergyCost of java-tron. */
const TRON: Readonly<Record<string, number>> = {
  sloadGas: 50,
  callGas: 40,
  callcodeGas: 40,
  delegatecallGas: 40,
  staticcallGas: 40,
  balanceGas: 20,
  extcodesizeGas: 20,
  extcodecopyGas: 20,
  extcodehashGas: 400,
  expByteGas: 10,
  sstoreSetGas: 20_000,
  sstoreResetGas: 5_000,
};

/** The library's table of prices, with TRON's in force whatever the fork. */
export const energyCosts = (): typeof paramsEVM => {
  const costs: typeof paramsEVM = {};
  for (const [eip, prices] of Object.entries(paramsEVM)) {
    const isFork = eip === "1" || PRICES_OF_FORKS.includes(eip);
    costs[eip] = isFork ? Object.fromEntries(Object.entries(prices).map(([name, price]) => [name, TRON[name] ?? price])) : prices;
  }
  return costs;
};
