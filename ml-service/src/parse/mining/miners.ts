import { DrainStrategy } from './strategies/drain.ts';
import type { DrainConfig } from './strategies/drain_tree.ts';
import { IplomStrategy } from './strategies/iplom.ts';
import type { Minable, MiningStrategy } from './mining_strategy.ts';
import { SpellStrategy } from './strategies/spell.ts';

/** The miners that learn line by line, by the names that the configuration has for them. */
export const STREAMING_MINERS = ['drain', 'spell'] as const;
/** Those that have to see all lines first. */
export const BATCH_MINERS = ['iplom'] as const;
export const MINERS = [...STREAMING_MINERS, ...BATCH_MINERS] as const;
export type MinerName = (typeof MINERS)[number];

/** Which miner, and what it is tuned with. */
export interface StrategyConfig extends DrainConfig {
  readonly miner: MinerName;
}

const CREATE: {
  readonly [name in MinerName]: <T extends Minable>(config: StrategyConfig) => MiningStrategy<T>;
} = {
  drain: (config) => new DrainStrategy(config),
  spell: () => new SpellStrategy(),
  iplom: () => new IplomStrategy(),
};

/** Whether a miner has to see all lines before its templates are worth anything. */
export function isBatchMiner(miner: MinerName): boolean {
  return (BATCH_MINERS as readonly MinerName[]).includes(miner);
}

/** The strategy of a miner. */
export function createStrategy<T extends Minable>(config: StrategyConfig): MiningStrategy<T> {
  return CREATE[config.miner]<T>(config);
}
