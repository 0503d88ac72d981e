import { MemoryExpectations } from '../fixtures/memory_expectations.ts';
import { describeExpectationStore } from './expectation_store.conformance.ts';

describeExpectationStore('in memory', (anomalies) =>
  Promise.resolve(new MemoryExpectations(new Map(anomalies.map((one) => [one.event.id, one])))),
);
