import { MINERS } from '../../ml-service/src/parse/mining/miners.ts';
import { describeMiner } from './miner.conformance.ts';

for (const miner of MINERS) describeMiner(miner);
