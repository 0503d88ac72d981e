import { DrainStrategy } from './drain.ts';
import type { DrainConfig } from './drain_tree.ts';
import type { Minable, StreamingStrategy } from './mining_strategy.ts';
import { SpellStrategy } from './spell.ts';

/** The miners, by the names that the configuration has for them. */
export const MINERS = ['drain', 'spell'] as const;
export type MinerName = (typeof MINERS)[number];

/** Which miner, and what it is tuned with. */
export interface StrategyConfig extends DrainConfig {
  readonly miner: MinerName;
}

const CREATE: {
  readonly [name in MinerName]: <T extends Minable>(config: StrategyConfig) => StreamingStrategy<T>;
} = {
  drain: (config) => new DrainStrategy(config),
  spell: () => new SpellStrategy(),
};

/** The strategy of a miner. */
export function createStrategy<T extends Minable>(config: StrategyConfig): StreamingStrategy<T> {
  return CREATE[config.miner]<T>(config);
}
