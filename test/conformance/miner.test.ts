import { MINERS } from '../../ml-service/src/settings/parse.ts';
import { describeMiner } from './miner.conformance.ts';

for (const miner of MINERS) describeMiner(miner);
