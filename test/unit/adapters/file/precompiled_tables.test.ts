import { expect, test } from 'vitest';
import {
  precompileTables,
  readReaderTables,
} from '../../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';

test('what the build compiled is what would be compiled, with formats of a user and without', () => {
  const formats = ['<timestamp> [<thread>] <level> <service>: <message>'];
  expect(readReaderTables()).toEqual(compileReader());
  expect(readReaderTables({ formats })).toEqual(compileReader({ formats }));
});

test('the automata of masks and headers and the layouts are compiled ahead', () => {
  const tables = [...precompileTables().values()] as object[];
  expect(tables.map((table) => Object.keys(table).includes('transitions'))).toEqual([true, false, true]);
});
