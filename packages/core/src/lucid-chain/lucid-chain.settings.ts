import { settingCount } from "../ground/index.ts";

export const lucidChainSettings = {
  block_interval: settingCount(1, 60).default(10).describe("seconds between blocks of a network made here"),
};
