import { expect, it } from 'vitest';
import { saysSomething } from '../../../../ml-service/src/adapters/onnx/legible_text.ts';

it.each([
  ['Failed to connect', true],
  ['id=5 <*> OK', true],
  ['', false],
  [' \t\n', false],
  ['42 0x1f 3.5 %', false],
  ['<*> <ip>:<port> <user_id>', false],
  ['无法连接到数据库：连接超时', false],
  ['не удалось подключиться', false],
  [Buffer.from('Failed to connect to the database of orders, again').toString('base64'), false],
  ['x'.repeat(1 << 20), false],
])('%s', (text, legible) => {
  expect(saysSomething(text)).toBe(legible);
});
