import { DrainStrategy } from './strategies/drain.ts';
import type { MinerName, StrategyConfig } from '../../settings/parse.ts';
import { IplomStrategy } from './strategies/iplom.ts';
import type { Minable, MiningStrategy } from './mining_strategy.ts';
import { SpellStrategy } from './strategies/spell.ts';

const CREATE: {
  readonly [name in MinerName]: <T extends Minable>(config: StrategyConfig) => MiningStrategy<T>;
} = {
  drain: (config) => new DrainStrategy(config),
  spell: () => new SpellStrategy(),
  iplom: () => new IplomStrategy(),
};

/** The strategy of a miner. */
export function createStrategy<T extends Minable>(config: StrategyConfig): MiningStrategy<T> {
  return CREATE[config.miner]<T>(config);
}
