/**
 * The committee's parameters of this network, with the values that the main network had in 2026 as far as they are modelled. What is
 * switched off here is switched off for good: dynamic energy, TRC-10 in the virtual machine, TRON power as a resource of its own.
 */
export const PARAMETERS = {
  /** Milliseconds between two counts of the votes. */
  maintenanceIntervalMs: 21_600_000n,
  accountUpgradeCost: 9_999_000_000n,
  /** Sun burnt instead of bandwidth for a transaction that makes an account. */
  createAccountFee: 100_000n,
  /** Sun for a byte that no bandwidth pays. */
  transactionFee: 1_000n,
  createNewAccountFee: 1_000_000n,
  createNewAccountBandwidthRate: 1n,
  witnessPayPerBlock: 8_000_000n,
  standbyPayPerBlock: 128_000_000n,
  /** Sun for a unit of energy that no staked TRX pays. */
  energyFee: 100n,
  totalEnergyLimit: 180_000_000_000n,
  totalNetLimit: 43_200_000_000n,
  freeNetLimit: 600n,
  updatePermissionFee: 100_000_000n,
  multiSignFee: 1_000_000n,
  memoFee: 1_000_000n,
  maxFeeLimit: 15_000_000_000n,
  unfreezeDelayDays: 14n,
  /** Slots of three seconds: 30 days. */
  maxDelegateLockPeriod: 864_000n,
  /** Milliseconds between two withdrawals of rewards. */
  withdrawIntervalMs: 86_400_000n,
  maxCpuTimeMs: 80n,
} as const;

export const SUN_PER_TRX = 1_000_000n;
export const DAY_MS = 86_400_000n;
/** A slot of the real network: resources come back by it, whatever the time between blocks is here. */
export const SLOT_MS = 3_000n;

/** As `getchainparameters` lists them: a parameter that is 0 has no value there. */
export const CHAIN_PARAMETERS: readonly { readonly key: string; readonly value?: bigint }[] = [
  { key: "getMaintenanceTimeInterval", value: PARAMETERS.maintenanceIntervalMs },
  { key: "getAccountUpgradeCost", value: PARAMETERS.accountUpgradeCost },
  { key: "getCreateAccountFee", value: PARAMETERS.createAccountFee },
  { key: "getTransactionFee", value: PARAMETERS.transactionFee },
  { key: "getAssetIssueFee", value: 1_024_000_000n },
  { key: "getWitnessPayPerBlock", value: PARAMETERS.witnessPayPerBlock },
  { key: "getWitnessStandbyAllowance", value: 0n },
  { key: "getCreateNewAccountFeeInSystemContract", value: PARAMETERS.createNewAccountFee },
  { key: "getCreateNewAccountBandwidthRate", value: PARAMETERS.createNewAccountBandwidthRate },
  { key: "getAllowCreationOfContracts", value: 1n },
  { key: "getRemoveThePowerOfTheGr", value: -1n },
  { key: "getEnergyFee", value: PARAMETERS.energyFee },
  { key: "getExchangeCreateFee", value: 1_024_000_000n },
  { key: "getMaxCpuTimeOfOneTx", value: PARAMETERS.maxCpuTimeMs },
  { key: "getAllowUpdateAccountName", value: 0n },
  { key: "getAllowSameTokenName", value: 1n },
  { key: "getAllowDelegateResource", value: 1n },
  { key: "getTotalEnergyLimit", value: PARAMETERS.totalEnergyLimit },
  { key: "getAllowTvmTransferTrc10", value: 0n },
  { key: "getTotalEnergyCurrentLimit", value: PARAMETERS.totalEnergyLimit },
  { key: "getAllowMultiSign", value: 1n },
  { key: "getAllowAdaptiveEnergy", value: 0n },
  { key: "getTotalEnergyTargetLimit", value: 6_250_000n },
  { key: "getTotalEnergyAverageUsage", value: 0n },
  { key: "getUpdateAccountPermissionFee", value: PARAMETERS.updatePermissionFee },
  { key: "getMultiSignFee", value: PARAMETERS.multiSignFee },
  { key: "getAllowAccountStateRoot", value: 0n },
  { key: "getAllowProtoFilterNum", value: 0n },
  { key: "getAllowTvmConstantinople", value: 1n },
  { key: "getAllowTvmSolidity059", value: 1n },
  { key: "getAllowTvmIstanbul", value: 1n },
  { key: "getAllowShieldedTRC20Transaction", value: 0n },
  { key: "getForbidTransferToContract", value: 1n },
  { key: "getAllowPBFT", value: 0n },
  { key: "getChangeDelegation", value: 1n },
  { key: "getAllowTvmFreeze", value: 0n },
  { key: "getAllowMarketTransaction", value: 0n },
  { key: "getAllowTransactionFeePool", value: 0n },
  { key: "getAllowOptimizedReturnValueOfChainId", value: 1n },
  { key: "getAllowNewRewardAlgorithm", value: 1n },
  { key: "getAllowAccountAssetOptimization", value: 0n },
  { key: "getAllowTvmVote", value: 0n },
  { key: "getAllowTvmLondon", value: 1n },
  { key: "getAllowTvmCompatibleEvm", value: 0n },
  { key: "getMaxFeeLimit", value: PARAMETERS.maxFeeLimit },
  { key: "getFreeNetLimit", value: PARAMETERS.freeNetLimit },
  { key: "getTotalNetLimit", value: PARAMETERS.totalNetLimit },
  { key: "getMemoFee", value: PARAMETERS.memoFee },
  { key: "getAllowDelegateOptimization", value: 1n },
  { key: "getUnfreezeDelayDays", value: PARAMETERS.unfreezeDelayDays },
  { key: "getAllowDynamicEnergy", value: 0n },
  { key: "getMaxDelegateLockPeriod", value: PARAMETERS.maxDelegateLockPeriod },
  { key: "getAllowCancelAllUnfreezeV2", value: 1n },
  { key: "getAllowNewResourceModel", value: 0n },
  { key: "getAllowTvmShangHai", value: 1n },
].map(({ key, value }) => (value === 0n ? { key } : { key, value }));
