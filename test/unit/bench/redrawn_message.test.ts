import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../demo/shop/random.ts';
import { drawMessage, redrawnHeader, redrawnMessage } from '../../bench/parse/redrawn_message.ts';

const draw = (message: string, template: string) =>
  drawMessage(redrawnMessage({ message, template }), createRandom([7]));

describe('a message with values drawn anew', () => {
  test.each<[string, string, string, RegExp]>([
    ['numbers keep their length', 'took 120 ms', 'took <*> ms', /^took [1-9]\d\d ms$/],
    ['a leading zero stays', 'port 0042', 'port <*>', /^port 0[1-9]\d\d$/],
    ['hex ids stay hex', 'block 0a1b2c3d4e', 'block <*>', /^block [0-9a-f]{10}$/],
    ['upper case stays', 'block 0A1B2C3D4E', 'block <*>', /^block [0-9A-F]{10}$/],
    ['words in a value stay', 'user bob42 left', 'user <*> left', /^user bob[1-9]\d left$/],
    ['what is no value stays', 'step 42 of 99', 'step 42 of <*>', /^step 42 of [1-9]\d$/],
    ['blanks are collapsed', 'a  1\t b', 'a <*> b', /^a \d b$/],
    ['where the template does not fit, all but single digits', 'x 12 y 3', 'z <*>', /^x [1-9]\d y 3$/],
  ])('%s', (_name, message, template, expected) => {
    expect(draw(message, template)).toMatch(expected);
  });

  test('the same seed draws the same, and one draw is not the next', () => {
    const message = redrawnMessage({ message: 'id 1234567890', template: 'id <*>' });
    const random = createRandom([7]);
    const first = drawMessage(message, random);
    expect(drawMessage(message, random)).not.toBe(first);
    expect(drawMessage(message, createRandom([7]))).toBe(first);
  });
});

test('of a header the ids are drawn anew, times and names stay', () => {
  const header =
    '2017-05-16 00:00:04.500 2931 INFO nova.compute [req-3e01dea3-8f8a-4ac0-9b3a-a4dd87b7dbcf deadbeef] ';
  const drawn = drawMessage(redrawnHeader(header), createRandom([1]));
  expect(drawn).toMatch(
    /^2017-05-16 00:00:04\.500 2931 INFO nova\.compute \[req-[0-9a-f]{8}-8f8a-4ac0-9b3a-[0-9a-f]{12} deadbeef\] $/,
  );
  expect(drawn).not.toBe(header);
});
