import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MatcherExecutor } from '../../../../ml-service/src/parse/matcher/compiled_matcher.ts';
import type { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import { newParser, REFERENCE } from '../../../fixtures/new_parser.ts';

const mine = (lines: readonly string[]) => {
  const parser = newParser();
  const events = lines.map((message) => parser.learn({ message }).event);
  return { parser, events, texts: parser.templates().map(({ text }) => text) };
};

const crossed = (
  some: readonly string[],
  others: readonly string[],
  lineOf: (a: string, b: string) => string,
) => some.flatMap((a) => others.map((b) => lineOf(a, b)));
const VOTES = ['LOOKING', 'FOLLOWING', 'LEADING'];

describe('templates', () => {
  test.each<[string, string[], string[]]>([
    [
      'numbers, ids and addresses are values',
      ['block blk_-12 from 10.0.0.1:80', 'block blk_99 from 10.0.0.2:81'],
      ['block <block> from <source_ip>'],
    ],
    [
      'a word of many values is a parameter …',
      ['bean orders is ready', 'bean carts is ready', 'bean users is ready', 'bean mails is ready'],
      ['bean <bean> is ready'],
    ],
    [
      '… one of two or three tells events apart',
      ['data storage interrupt', 'data TLB interrupt', 'data address interrupt'],
      ['data storage interrupt', 'data TLB interrupt', 'data address interrupt'],
    ],
    [
      'behind a preposition stands a thing: three of them are values',
      [
        'Failed to connect to DB: refused',
        'Failed to connect to cache: refused',
        'Failed to connect to queue: refused',
      ],
      ['Failed to connect to <target>: refused'],
    ],
    [
      'what stands before a place counts where it is the same',
      ['user request', 'statement timeout', 'lock timeout'].map((reason) => `canceling due to ${reason}`),
      ['user request', 'statement timeout', 'lock timeout'].map((reason) => `canceling due to ${reason}`),
    ],
    [
      'a name is a value at once: behind a key, behind `user`, where digits alone differ',
      ['login user=bob via eth0', 'login user=eve via eth1'],
      ['login user=<user> via <channel>'],
    ],
    [
      'values of several words: units that vary, parts that may be missing',
      [
        'sent 64 bytes in 2 s',
        'sent 1310 bytes (1.27 KB) in 300 ms',
        'peer 10.0.0.1 () at 7',
        'peer 10.0.0.2 (b.example.com) at 7',
      ],
      ['sent <sent> in <location>', 'peer <peer> (<value>) at <location>'],
    ],
    [
      'lists of any length are one value',
      ['ask to delete blk_1 blk_2', 'ask to delete blk_3', 'ask to delete blk_4 blk_5 blk_6'],
      ['ask to delete <delete>'],
    ],
    [
      'text before a number stays, a name that is called as well',
      ['jk2_init() wrote core.2275 by ssh2', 'jk2_init() wrote core.863 by ssh2'],
      ['jk2_init() wrote core.<core> by ssh2'],
    ],
    [
      'opposites stay two events',
      ['VM Started (Lifecycle Event)', 'VM Stopped (Lifecycle Event)'],
      ['VM Started (Lifecycle Event)', 'VM Stopped (Lifecycle Event)'],
    ],
    [
      'a comma makes no other state',
      ['VM Started (a)', 'VM Started, (a)', 'VM big (a)', 'VM tiny (a)'],
      ['VM <vm> (a)'],
    ],
    [
      'link up is not link down',
      ['eth link is up now', 'eth link is down now'],
      ['eth link is up now', 'eth link is down now'],
    ],
    [
      'a name with digits is a value in the first place, too',
      ['scsi0 : found adapter', 'scsi1 : found adapter'],
      ['<value> : found adapter'],
    ],
    [
      'keys tell events apart, of which each may have values',
      ['os.name=Linux', 'os.name=Mac', 'java.home=jdk', 'user.name=zk', 'os.arch=amd'].map(
        (env) => `host env:${env}`,
      ),
      [
        'host env:os.name=<os_name>',
        'host env:java.home=jdk',
        'host env:user.name=zk',
        'host env:os.arch=amd',
      ],
    ],
    [
      'they do so whatever else varies',
      crossed(
        ['alpha', 'beta', 'gamma', 'delta'],
        ['os.name=Linux', 'java.home=jdk'],
        (node, env) => `node ${node} has now env:${env} set`,
      ),
      ['node <node> has now env:os.name=Linux set', 'node <node> has now env:java.home=jdk set'],
    ],
    [
      'padding behind a word makes no key',
      ['YWJj=', 'Zm9v=', 'YmFy=', 'cXV4='].map((token) => `token ${token} was used`),
      ['token <token>= was used'],
    ],
    [
      'whatever its length',
      ['YWJjZA==', 'ZWZnaA==', 'aWprbB=', 'bW5vcA=='].map((token) => `token ${token} was used`),
      ['token <token>= was used'],
    ],
    [
      'a name that looks like a verb makes no states',
      ['billing', 'shipping', 'cart', 'orders', 'users'].map((bean) => `bean ${bean} is ready`),
      ['bean <bean> is ready'],
    ],
    [
      'two places that take the same texts regardless of each other hold values …',
      crossed(VOTES, VOTES, (n, my) => `vote ${n} (n.state), ${my} (my state)`),
      ['vote <vote> (n.state), <value> (my state)'],
    ],
    [
      '… steps of a process are events',
      ['from NEW to READY', 'from READY to DONE', 'from DONE to GONE'].map((step) => `job moved ${step}`),
      ['job moved from NEW to READY', 'job moved from READY to DONE', 'job moved from DONE to GONE'],
    ],
    ...[
      crossed(
        ['GET', 'PUT', 'POST'],
        ['OK', 'FAILED', 'TIMEOUT'],
        (verb, end) => `backend request ${verb} finished ${end}`,
      ),
      crossed(
        ['UP', 'DOWN', 'MAINT'],
        ['UP', 'DOWN', 'MAINT'],
        (a, b) => `server web is ${a} and db is ${b}`,
      ),
      crossed(
        ['disk', 'memory', 'network'],
        ['ok', 'error', 'timeout'],
        (a, b) => `health check of the ${a} probe: ${b}`,
      ),
    ].map((lines): [string, string[], string[]] => [
      `… and so is what happens to whom: ${lines[0]!}`,
      lines,
      lines,
    ]),
    [
      'a union takes up what was founded before it was clear what varies …',
      [
        'opening channel nova now to grove',
        ...['apple', 'flint', 'moss', 'jade'].map((to) => `opening channel iris now to ${to}`),
        ...['opal', 'moss', 'jade'].map((channel) => `opening channel ${channel} now to apple`),
      ],
      ['opening channel <channel> now to <target>'],
    ],
    [
      '… not what has hardly a word in common with it',
      [
        'Query execution failed',
        ...['shoes', 'hats', 'lamps', 'maps'].map((noun) => `Query red ${noun}`),
        ...['blue', 'calm', 'keen'].map((adjective) => `Query ${adjective} shoes`),
      ],
      ['Query execution failed', 'Query <query> <value>'],
    ],
    [
      'hexadecimal digits are neither days nor names',
      ['token 9f4ef63 of 3862911d', 'token dafed5b of a64f992', 'token 1234567b of fcce3feb'],
      ['token <token> of <subject>'],
    ],
    [
      'a number of bits or bytes stays a number',
      ['wrote 512b to disk', 'wrote 262144b to disk'],
      ['wrote <wrote>b to disk'],
    ],
    [
      'names of devices, file systems and classes hold digits',
      ['%LINEPROTO-5-UPDOWN: EXT4-fs told Brcm43xx::up2date of node1-prod and fd12::/8'],
      ['%LINEPROTO-5-UPDOWN: EXT4-fs told Brcm43xx::up2date of <subject> and <value>'],
    ],
    [
      'a key may end in a digit',
      ['at PSR0=cab PSR1=01010113', 'at PSR0=dab PSR1=05540345'],
      ['at PSR0=<psr0> PSR1=<psr1>'],
    ],
    [
      'keys name their values',
      ['logname= uid=0 rhost=1.2.3.4', 'logname= uid=12 rhost=2.3.4.5'],
      ['logname= uid=<uid> rhost=<rhost>'],
    ],
    ['units that vary are part of the value', ['took 35ms for a', 'took 3s for a'], ['took <took> for a']],
    [
      'units stay in the text',
      ['took 35ms for 1.5MB', 'took 3ms for 12MB'],
      ['took <duration_ms>ms for <mb>MB'],
    ],
    ['no two names are alike', ['moved 1 to 2 to 3'], ['moved <moved> to <target> to <target_2>']],
    [
      'scripts without blanks are split at their punctuation',
      ['计算时间：16', '计算时间：0'],
      ['计算时间：<number>'],
    ],
    [
      'a request line',
      ['"GET /a/b?x=1 HTTP/1.1" status: 200 len: 1893', '"GET /c HTTP/1.1" status: 404 len: 3'],
      ['"GET <path> HTTP/<http_version>" status: <status> len: <len>'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(mine(lines).texts).toEqual(expected);
  });

  test('the line by which Log AI is judged', () => {
    const line = (target: string) =>
      `2024-01-15 14:23:45 ERROR ServiceA [req-id-123] Failed to connect to ${target}: Connection timeout after 30000ms, retry 3/5`;
    const { events } = mine([line('cache'), line('queue'), line('DB')]);
    expect(events[2]).toEqual({
      status: 'parsed',
      timestamp: Date.parse('2024-01-15T14:23:45Z'),
      level: 'ERROR',
      service: 'ServiceA',
      request_id: 'req-id-123',
      message: 'Failed to connect to DB: Connection timeout after 30000ms, retry 3/5',
      template_id: expect.stringMatching(/^template_failed_cache_connection_timeout_[0-9a-f]{4}$/) as unknown,
      template_version: 2,
      template_text:
        'Failed to connect to <target>: Connection timeout after <timeout_ms>ms, retry <retry_attempt>/<retry_max>',
      parameters: { target: 'DB', timeout_ms: 30000, retry_attempt: 3, retry_max: 5 },
    });
  });

  test('a value is never cut within a character', () => {
    const { texts } = mine(['🚀', '🚒', '🚓', '🚕'].map((sign) => `deploy of app went ${sign} today`));
    expect(texts).toEqual(['deploy of app went <went> today']);
    expect(texts.every((text) => text.isWellFormed())).toBe(true);
  });

  test('a value at the head of a line is one when a dozen have been seen: what acts is rarely as many', () => {
    const names = Array.from({ length: 20 }, (_, at) => `u${'abcdefghijklmnopqrst'.charAt(at)}r`);
    const of = (count: number) => mine(names.slice(0, count).map((name) => `${name} logged in`)).texts;
    expect(of(12)).toHaveLength(12);
    expect(of(13)).toEqual(['<value> logged in']);
    expect(of(20)).toEqual(['<value> logged in']);
  });

  test('a name within text without blanks is a value', () => {
    const lines = '王 李 张 刘 陈 杨 赵 黄 周'
      .split(' ')
      .map((name, at) => `用户${name}登录成功，耗时${at}毫秒`);
    const { parser } = mine(lines);
    const events = lines.map((message) => parser.parse({ message }));
    expect(new Set(events.map(({ template_id }) => template_id)).size).toBe(1);
    expect(Object.values(events[2]!.parameters!)).toEqual(['张', 2]);
  });

  test.each([
    ['words in brackets are one value, however many', ['got [orders] from x', 'got [orders, carts] from x', 'got [mails, orders, carts] from x'], 1],
    ['a name in quotes is a value', ["starting 'orders' now", "starting 'carts' now"], 1],
    ['a title in quotes is none', ["starting 'Web server' now", "starting 'File server' now"], 2],
    ['constants in brackets are words', ['handles [TERM, HUP] now', 'handles [TERM, INT] now'], 2],
    ['what browsers call themselves is one value', [
      '"GET /a" 200 "-" "curl/8.5.0"', '"GET /a" 200 "-" "Mozilla/5.0 (X11; Linux) Gecko/1"', '"GET /a" 200 "-" "Mozilla/5.0 (a; b) c d e"',
    ], 1],
  ])('%s', (_, lines, count) => {
    expect(mine(lines).texts).toHaveLength(count);
  }); // prettier-ignore

  test('a comma does not cut the address behind it', () => {
    const { events } = mine(['a,1,192.168.0.1,b', 'x 2026-05-02 08:00:00,192.168.0.1,b']);
    const values = events.flatMap(({ parameters }) => Object.values(parameters ?? {}));
    expect(values.filter((value) => String(value).endsWith('192.168.0.1'))).toHaveLength(2);
  });

  test('a list of values is one value', () => {
    const { events } = mine([`ids ${'1|'.repeat(30_000)}`]);
    expect(events[0]!.template_text).toBe('ids <ids>');
  });

  test.each([
    ['a list', `x ${'1|'.repeat(30_000)}`, `x ${'2|'.repeat(30_000)}`],
    ['marks of equality', `a${'='.repeat(60_000)}a x`, `b${'='.repeat(60_000)}b x`],
    ['long words', `${'a'.repeat(60_000)}ed x`, `${'b'.repeat(60_000)}ed x`],
    ['a long word before a value', `${'a'.repeat(60_000)}(5`, `${'a'.repeat(60_000)}(6`],
    ['many words', 'ab '.repeat(20_000), 'abc '.repeat(16_000)],
    ['one column of many words', 'ab.'.repeat(20_000), 'abc:'.repeat(16_000)],
  ])('%s of 60 kB is mined all the same', (_, first, second) => {
    expect(mine([first, second]).events.map(({ status }) => status)).toEqual(['parsed', 'parsed']);
  });

  test('values are typed', () => {
    const { events } = mine([
      'a=1 b=0.5 c=true d=007 e=12345678901234567890 f=-3',
      'a=1 b=0.5 c=false d=008 e=12345678901234567891 f=-3',
    ]);
    expect(events[1]!.parameters).toEqual({
      a: 1,
      b: 0.5,
      c: false,
      d: '008',
      e: '12345678901234567891',
      f: -3,
    });
  });

  test('the id is minted once and survives generalisation, the version rises', () => {
    const { parser, events } = mine(['login of user bob from web', 'login of user eve from web']);
    expect(events[0]!.template_id).toBe(events[1]!.template_id);
    expect(parser.template(events[0]!.template_id!)!.version).toBe(2);
  });

  test('a request id is found in a parameter of that name when the header has none', () => {
    expect(mine(['done request_id=ab-12 in 5ms']).events[0]).toMatchObject({ request_id: 'ab-12' });
  });

  test('what was learned is taken up after a restart: same ids, same texts, nothing new', () => {
    const lines = ['user bob logged in', 'user eve logged in', 'disk 5 failed', 'disk 6 failed'];
    const before = mine(lines);
    const after = newParser();
    after.restore(before.parser.templates());
    expect(lines.map((message) => after.learn({ message }).event.template_id)).toEqual(
      before.events.map((event) => event.template_id),
    );
    expect(after.templates().map(({ text }) => text)).toEqual(before.texts);
  });

  test('memory is bounded: the templates unused for longest leave', () => {
    const parser = newParser({ max_templates: 10 });
    const word = (index: number) => String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26), 120);
    for (let index = 0; index < 100; index += 1)
      parser.learn({ message: `${word(index)} ${word(index + 7)}` });
    expect(parser.templates().length).toBeLessThanOrEqual(10);
  });
});

const lineArbitrary = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'user',
        'connection',
        'to',
        'closed',
        'opened',
        'by',
        'id=',
        'db:',
        'é',
        '\u0001',
        '😀',
        '::',
        '[x]',
        '"q',
        '=',
      ),
      fc.integer().map(String),
      fc.ipV4(),
      fc.uuid(),
      fc.string({ maxLength: 8, unit: 'grapheme' }),
    ),
    { minLength: 1, maxLength: 10 },
  )
  .map((parts) => parts.join(' '));

describe('laws', () => {
  test('a template fits every line it was given to: what was learned is matched, by the miner and by the compiled matcher alike', () => {
    fc.assert(
      fc.property(fc.array(lineArbitrary, { minLength: 1, maxLength: 20 }), (lines) => {
        const parser = newParser();
        for (const message of lines) parser.learn({ message });
        const compiled = JSON.parse(JSON.stringify(parser.compile(1))) as ReturnType<LineParser['compile']>;
        const executor = new MatcherExecutor(compiled);
        for (const message of lines) {
          const matched = executor.match({ message }, { time_zone: 'UTC', reference: REFERENCE });
          expect(matched).toEqual(parser.parse({ message }));
          expect(matched.status).not.toBe('unknown');
        }
      }),
      { seed: 7, numRuns: 80 },
    );
  });
});

describe('types of parameters', () => {
  const typesOf = (lines: readonly string[]) => {
    const parser = newParser();
    for (const message of lines) parser.learn({ message });
    return parser
      .templates()
      .map(({ parameters, forms }) => ({ types: parameters.map(({ type }) => type), forms }));
  };
  const beans = (values: readonly string[]) =>
    values.map((value, index) => `bean b${index}x${index} has ${value} of it`);

  test.each<[string, string[], { types: string[]; forms: string[] }[]]>([
    [
      'what a known template has seen widens them',
      beans(['5', '1.5']),
      [{ types: ['string', 'float'], forms: ['string', 'float'] }],
    ],
    [
      'a boolean is spelled so',
      beans(['true', 'f00d-11']),
      [{ types: ['string', 'string'], forms: ['string', 'string'] }],
    ],
    [
      'below a unit a number becomes a float',
      ['slept 5 minutes in all', 'slept 1.5 minutes in all'],
      [{ types: ['duration'], forms: ['float'] }],
    ],
    [
      'what templates have seen before they became one counts',
      [
        'slept 5 minute in the loop of worker',
        'slept 1.5 minute in the loop of worker',
        'slept 7 hour in the loop of worker',
        'slept 7 day in the loop of worker',
        'slept 8 foo in the loop of worker',
      ],
      [{ types: ['float', 'string'], forms: ['float', 'string'] }],
    ],
  ])('%s', (_, lines, templates) => {
    expect(typesOf(lines)).toEqual(templates);
  });

  test('a template taken up again without lines is no new one', () => {
    const parser = newParser();
    const known = {
      id: 'template_set_0001',
      version: 3,
      text: '<value> set',
      columns: ['\u0001', 'set'],
      line_count: 0,
    };
    parser.restore([{ ...known, parameters: [{ name: 'value', type: 'string' as const }] }]);
    expect(parser.learn({ message: '8 set' }).mined).toMatchObject({
      change: 'none',
      template: { version: 3, text: '<value> set' },
    });
  });
});
