import { expect, test } from 'vitest';
import {
  precompileAutomata,
  readReaderTables,
} from '../../../ml-service/src/adapters/file/precompiled_automata.ts';
import { compileReader } from '../../../ml-service/src/parse/line_reader.ts';

test('what the build compiled is what would be compiled, with formats of a user and without', () => {
  const formats = ['<timestamp> [<thread>] <level> <service>: <message>'];
  expect(readReaderTables()).toEqual(compileReader());
  expect(readReaderTables({ formats })).toEqual(compileReader({ formats }));
});

test('the automata of masks and headers are compiled ahead', () => {
  expect(Object.values(precompileAutomata()).map(({ rules }) => rules.includes('blank'))).toContain(true);
  expect(Object.keys(precompileAutomata())).toHaveLength(2);
});
