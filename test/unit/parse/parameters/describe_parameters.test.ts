import { describe, expect, test } from 'vitest';
import type { TemplateParameter } from '../../../../common/documents/template_document.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';

const reader = compileReader();
const learned = (lines: readonly string[]) => {
  const parser = new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: 0, reader });
  const events = lines.map((message) => parser.learn({ message }).event);
  return { parser, events };
};
const parametersOf = (...lines: string[]) =>
  learned(lines)
    .parser.templates()
    .flatMap(({ parameters }) => parameters);
const described = ({ name, type, unit }: TemplateParameter) =>
  `${name}: ${type}${unit === undefined ? '' : ` in ${unit}`}`;

describe('the type of a parameter', () => {
  test.each<[string, string[]]>([
    ['took 30000ms', ['duration_ms: duration in ms']],
    ['took 1.5 s', ['duration_s: duration in s']],
    ['took 1.50 s', ['duration_s: duration in s']],
    ['waited for 5 minutes.', ['duration_min: duration in min']],
    ['waited 35µs', ['duration_us: duration in us']],
    ['idle for 1 day', ['idle_days: duration in d']],
    [
      'ttl=5m age=(7d) keep 3h',
      ['ttl_min: duration in min', 'age_days: duration in d', 'keep_h: duration in h'],
    ],
    ['sent 512KB to peer', ['sent_kb: bytes in kB']],
    ['sent 10 bytes to peer', ['sent_bytes: bytes in B']],
    ['heap is 2GiB', ['heap_gib: bytes in GiB']],
    // What is no duration and no size, or not surely one.
    ['rate is 10MB/s', ['rate_mb: integer']],
    ['walked 5 m', ['walked_min: integer']],
    ['thrown by Event@12d', ['thrown_days: integer']],
    ['speed 5x at 3GHz and 7 %', ['speed: integer', 'ghz: integer', 'value: integer']],
    ['allocated 512M', ['allocated: integer']],
    // A leading zero is no number.
    ['code 007s', ['code_s: string']],
    // All others.
    ['a=1 b=0.5 c=1.50 d=true', ['a: integer', 'b: float', 'c: float', 'd: boolean']],
    ['a=10.0.0.1 b=/var/log c=http://x/y', ['a: ip', 'b: path', 'c: url']],
    ['a=b9000564-fe1a-409b-b8cc-1e88b294cd1d b=2024-01-15 c=x-7', ['a: uuid', 'b: time', 'c: string']],
  ])('%s', (line, expected) => {
    expect(parametersOf(line).map(described)).toEqual(expected);
  });

  test.each<[string, string[], string[]]>([
    ['integers and floats of one unit', ['took 3ms', 'took 1.5ms'], ['duration_ms: duration in ms']],
    [
      'values of different units',
      ['sent 64 bytes in 2 s', 'sent 1 KB (97) in 300 ms'],
      ['sent: string', 'location: string'],
    ],
    [
      'a value that is no number',
      ['job is done after 3 s now', 'job is done after x-77 s now'],
      ['duration_s: string'],
    ],
  ])('of %s', (_, lines, expected) => {
    expect(parametersOf(...lines).map(described)).toEqual(expected);
  });

  test('the value stays the number as it is written', () => {
    const { events } = learned(['took 30000ms', 'took 1.5ms', 'took 1.50ms']);
    expect(events.map(({ parameters }) => parameters)).toEqual([
      { duration_ms: 30000 },
      { duration_ms: 1.5 },
      { duration_ms: '1.50' },
    ]);
  });

  test.each(['integer', 'float', 'duration'] as const)(
    'a template that was learned as %s before a restart is a duration behind it, without a new version',
    (type) => {
      const { parser } = learned(['took 30000ms']);
      const [template] = parser.templates();
      const after = new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: 0, reader });
      after.restore([{ ...template!, parameters: [{ name: 'duration_ms', type }] }]);
      after.learn({ message: 'took 7ms' });
      expect(after.templates()).toMatchObject([
        { version: 1, parameters: [{ name: 'duration_ms', type: 'duration', unit: 'ms' }] },
      ]);
    },
  );
});
