import { Client } from '@elastic/elasticsearch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateShop } from '../../demo/shop/generate.ts';
import type { Edit, EditJournal } from '../../common/documents/edit.ts';
import { NO_EDITS } from '../../common/edits_in_force.ts';
import { buildPipeline } from '../../ml-service/src/adapters/elasticsearch/pipeline/build_pipeline.ts';
import { SeverityLabel } from '../../common/levels.ts';
import { joinSeverity, type SeverityVerdict } from '../../common/severity_rule.ts';
import { fieldAt } from '../../ml-service/src/ingest/event_fields.ts';
import { rawEventOf } from '../../ml-service/src/ingest/log_document.ts';
import {
  type CompiledMatcher,
  MatcherExecutor,
} from '../../ml-service/src/parse/matcher/compiled_matcher.ts';
import { DEFAULT_PARSE_CONFIG, type ParseConfig } from '../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../ml-service/src/parse/line_parser.ts';
import { zoneMeanings } from '../../ml-service/src/settings/zone_names.ts';
import { compileReader } from '../../ml-service/src/parse/reader/line_reader.ts';
import { FORMATTED_LINES, HEADER_LINES } from '../fixtures/header_lines.ts';
import { slotPlaces } from '../../ml-service/src/parse/edits/slot_places.ts';
import type { EditContent } from '../../ml-service/src/tasks/edits/plan_edit.ts';
import { JSON_LINES, TEXT_LINES } from '../fixtures/wild_lines.ts';
import { hasCorpus, readRawLogs } from '../fixtures/log_corpora.ts';
import { linesOfRecordedLogs } from '../fixtures/recorded_logs.ts';
import { oddStreams } from '../fixtures/odd_lines.ts';

/**
 * The law of pipeline mode: TypeScript and Painless execute the same artefact and agree on every line. Two thirds of the
 * lines are learned, so that the rest tells known from unknown.
 */

const client = new Client({ node: process.env['LOG_AI_TEST_ELASTICSEARCH_URL']! });
const PIPELINE = 'log-ai-test-agreement';
const REQUEST_ID_FIELDS = ['http.request.id'];
const now = Date.now();

type Document = Record<string, unknown>;

async function simulate(
  matcher: CompiledMatcher,
  documents: readonly Document[],
  { time_zone, zones = [] }: { time_zone: string; zones?: readonly string[] },
): Promise<Document[]> {
  const pipeline = buildPipeline(matcher, { time_zone, zones, request_id_fields: REQUEST_ID_FIELDS });
  await client.ingest.putPipeline({ id: PIPELINE, ...pipeline });
  const results: Document[] = [];
  for (let at = 0; at < documents.length; at += 2000) {
    const docs = documents.slice(at, at + 2000).map((_source) => ({ _source }));
    const page = await client.ingest.simulate({ id: PIPELINE, docs });
    results.push(...page.docs.map(({ doc }) => doc?._source as Document));
  }
  return results;
}

/** What both sides say of a line, in one shape. */
function saidByPipeline(source: Document) {
  const { log_ai } = source as Record<string, Record<string, unknown> | undefined>;
  const { parse, template, params, request_id, request_ids } = (log_ai ?? {}) as Record<
    string,
    Record<string, unknown> | undefined
  >;
  return {
    status: parse?.['status'],
    template_id: template?.['id'],
    template_version: template?.['version'],
    template_text: template?.['text'],
    parameters: params,
    severity: fieldAt(source, 'log_ai.severity'),
    service: fieldAt(source, 'service.name'),
    request_id: request_id as unknown,
    request_ids: request_ids as unknown,
    trace_id: fieldAt(source, 'trace.id'),
    span_id: fieldAt(source, 'span.id'),
  };
}

function saidByTypeScript(executor: MatcherExecutor, document: Document, { time_zone, zones }: ParseConfig) {
  const said = executor.match(rawEventOf(document, REQUEST_ID_FIELDS)!, {
    time_zone,
    zones,
    reference: now,
  });
  const {
    timestamp,
    message: _message,
    level: _level,
    is_level_derived: _derived,
    verdict: _verdict,
    ...event
  } = said;
  return {
    event: { ...event, severity: joinSeverity(said) },
    timestamp,
  };
}

async function expectAgreement(
  documents: readonly Document[],
  {
    formats = [],
    named = [],
    editsOf = () => NO_EDITS,
    ...options
  }: Partial<ParseConfig> & {
    formats?: readonly string[];
    named?: readonly string[];
    editsOf?: (parser: LineParser) => EditJournal;
  } = {},
): Promise<CompiledMatcher> {
  const config = { ...DEFAULT_PARSE_CONFIG, zones: zoneMeanings(named), ...options };
  const { time_zone } = config;
  const parser = new LineParser({ config, reference: now, reader: compileReader({ formats }) });
  documents.forEach((document, index) => {
    if (index % 3 !== 0) parser.learn(rawEventOf(document, REQUEST_ID_FIELDS)!);
  });
  parser.setEdits(editsOf(parser));
  parser.setVerdicts(verdictsOn(parser));
  parser.setRequestParameters(requestParametersOf(parser));
  const matcher = parser.compile(3);
  const executor = new MatcherExecutor(matcher);
  const simulated = await simulate(matcher, documents, { time_zone, zones: named });
  const statuses = new Map<string, number>();
  documents.forEach((document, index) => {
    const { event, timestamp } = saidByTypeScript(executor, document, config);
    const source = simulated[index]!;
    expect(saidByPipeline(source), JSON.stringify(document)).toEqual(event);
    if (document['@timestamp'] === undefined && timestamp !== undefined) {
      expect(Date.parse(String(source['@timestamp'])), JSON.stringify(document)).toBe(timestamp);
    }
    statuses.set(event.status, (statuses.get(event.status) ?? 0) + 1);
  });
  expect(statuses.get('parsed')).toBeGreaterThan(documents.length / 3);
  return matcher;
}

/** Of three templates two have a verdict, sure and less sure, of each label, by the model and by people. */
function verdictsOn(parser: LineParser): ReadonlyMap<string, SeverityVerdict> {
  const labels = SeverityLabel.options;
  return new Map(
    parser.templates().flatMap(({ id }, at): [string, SeverityVerdict][] => {
      if (at % 3 === 0) return [];
      const label = labels[at % labels.length]!;
      const confidence = [0.42, 0.8, 0.85, 0.9, 0.97][at % 5]!;
      return [[id, { label, confidence, by: at % 7 === 0 ? 'feedback' : 'model' }]];
    }),
  );
}

/** Of two templates one has ids in its first and its third value, whatever these are. */
function requestParametersOf(parser: LineParser): ReadonlyMap<string, readonly string[]> {
  const templates = parser.templates().filter((_, at) => at % 2 === 0);
  return new Map(templates.map(({ id, names }) => [id, names.filter((_, slot) => slot === 0 || slot === 2)]));
}

/** Each template is split by values that its parameters had, again and again, and every third one is merged. */
function editEverything(parser: LineParser, documents: readonly Document[]): EditJournal {
  const created = new Date(now).toISOString();
  const edits: Edit[] = [];
  const add = (edit: EditContent) => edits.push({ ...edit, id: `edit_${edits.length + 1}`, created });
  const values = new Map<string, Set<string>>();
  for (const document of documents.slice(0, 500)) {
    const { template_id, parameters = {} } = parser.parse(rawEventOf(document, REQUEST_ID_FIELDS)!);
    for (const [name, value] of Object.entries(parameters)) {
      const key = JSON.stringify([template_id, name]);
      values.set(key, (values.get(key) ?? new Set()).add(String(value)));
    }
  }
  const templates = parser.templates();
  const last = templates.at(-1)!.id;
  templates.forEach(({ id, parameters, columns }, at) => {
    if (at % 3 === 0 && id !== last) add({ kind: 'merge', template_ids: [id], into: last });
    let parent = id;
    parameters.slice(0, 3).forEach(({ name }, slot) => {
      const some = [...(values.get(JSON.stringify([id, name])) ?? [])].slice(0, 3);
      if (some.length === 0) return;
      const children = some.map((value, number) => ({ value, template_id: `${id}_${slot}_${number}` }));
      const place = slotPlaces(columns)[slot]!;
      add({
        kind: 'split',
        template_id: parent,
        parameter: name,
        children,
        slot: { pattern_id: id, ...place, columns: columns.length, mask_epoch: 0 },
      });
      parent = children[0]!.template_id;
    });
  });
  return { revision: edits.length, edits };
}

const AWKWARD_LINES = [
  '\tat java.lang.Thread.run(Thread.java:750)', 'Caused by: java.io.IOException: x', '   ', 'a'.repeat(70_000), 'é'.repeat(40_000),
  'at least 3 of 5 nodes are up', 'at a.b.C(D.java:1)', '... 12 more', '... done', 'created by main.main in goroutine 1', 'created by bob', 'exit status 2',
  'main.f(0xc0000b6058, 0x1)', 'main.main()', 'net/http.(*conn).serve(0xc0, {0x1, 0x2})  ', 'a b.c(0x1)', '(0x1)', '},', ']);', '{', 'goroutine 1 [running]:\n\nmain.f(0x1)', 'panic: x',
  'x\u0000y \u0001 z\u007f', 'größe12 time：0 😀 5 \u2028 \u00a0', 'w '.repeat(20_000), '-', '[', '[[[[', '{"a":', '{"log":5}', '{"msg":"up","level":"warn"}',
  '2024-13-45 10:00:00 INFO x',
  ' WARN padded level',
  '  at no level',
  '9999-12-31T23:59:59-05:00 ERROR late',
  `list ${'1|'.repeat(100)}`,
  'deploy went 🚀 today',
  'rank 7 bit   15 is\toff',
  'rank 8 bit 5 is\toff',
  'rank  9\tbit  5 is off',
  'rank 10 bit\r\v5 is off  <rank>',
  '5  rank', ' INFO 7 \t rank', '5 rank',
  'Error: 0.000001 0.0000001 -0.0000001 -0.5 2.0 999999999999999 1234567890123456 12345678.25',
  'deploy went 🚒 today', '2024-02-30 10:00:00 INFO x', 'Feb 29 10:00:00 host app[1]: leap', '1705328625 INFO x', '10:00:00 WARN y',
  '<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - BOM su root failed', '<191>Oct 11 22:14:15 h su: x', '<999999>1 x',
  'W0612 10:22:33.123456    1234 controller.go:123] Starting x', 'toString constructor __proto__ hasOwnProperty 5', '__proto__', 'constructor: 5',
  'time=2026-01-15T14:23:45Z level=warn service=cart request_id=abc-1 msg="x y" a=3', 'done request_id=zz-1 trace_id=yy in 5ms', 'done request_id=zz-1234 trace_id=tt-12345 correlation_id=zz-1234 in 5ms', 'left request_id=- trace_id=tt-12345 x 5', 'Error: -0 00 0x1F 1e5 1.50 -0.0 true false',
  '2024-07-01 12:00:00 INFO summer', '2024-07-01 12:00:00 IST INFO a', '2024-07-01 12:00:00 BST INFO b', 'Mon Jan 15 14:23:45 AST 2024 up', '2024-03-31 02:30:00 INFO gap', '2024-10-27 02:30:00 INFO overlap', '2024-01-15T14:23:45+02:00 [error] 32#0: *1 open() failed',
]; // prettier-ignore

describe('TypeScript and Painless agree', () => {
  test('on awkward lines, in UTC and in a zone with summer time', async () => {
    const documents = [...AWKWARD_LINES, ...AWKWARD_LINES, ...AWKWARD_LINES].map((message) => ({ message }));
    await expectAgreement(documents);
    await expectAgreement(documents, { time_zone: 'Europe/Berlin', named: ['IST=+02:00'] });
  });

  test('on what is hard to give back byte for byte', async () => {
    const lines = fc.sample(oddStreams, { seed: 17, numRuns: 200 }).flat();
    const documents = lines.map((message) => ({ message }));
    await expectAgreement(documents);
    await expectAgreement(documents, { miner: 'spell' });
  });

  test('on the layouts of headers that are known', async () => {
    const lines = HEADER_LINES.flatMap(([line]) => [line, line, line]);
    await expectAgreement(lines.map((message) => ({ message })));
  });

  test('on lines as they are written in the wild', async () => {
    const lines = [...JSON_LINES, ...TEXT_LINES].flatMap(([line]) => [line, line, line]);
    await expectAgreement(lines.map((message) => ({ message })));
  });

  test('on what real programs log', async () => {
    const documents = [...linesOfRecordedLogs().values()].flat().map((message) => ({ message }));
    await expectAgreement(documents);
    await expectAgreement(documents, { miner: 'spell', time_zone: 'America/New_York' });
  });

  test('on formats that a user gives', async () => {
    const answered = '2026-01-15 12:00:01 answered';
    const awkward = [
      ...['12:00:01#', '12:00:01#W#', '[a] (b)', '<<err>>  x', '<<', '#'],
      ...[`${answered} 502: ${'x'.repeat(70_000)}`, `${answered} 502: {"status":404,"path":"/"}`],
      `${answered} 502: {"msg":"up","level":"info"}`,
      ...AWKWARD_LINES,
    ];
    const lines = [...FORMATTED_LINES.map(([, line]) => line), ...awkward].flatMap((line) => [
      line,
      line,
      line,
    ]);
    await expectAgreement(
      lines.map((message) => ({ message })),
      { formats: FORMATTED_LINES.map(([format]) => format) },
    );
  });

  test('on what shippers send beside the line', async () => {
    const message = '2024-01-15 14:23:45 ERROR ServiceA [req-1] down for 5 s';
    const documents: Document[] = [
      { message, service: { name: 'checkout' } },
      { message, 'service.name': 'checkout', 'log.level': 'Warning' },
      { message, log: { level: 'no such level' } },
      { message, log: 'a text' },
      { message, level: 30 },
      { message: 'plain 5', timestamp: '2024-02-03T04:05:06Z' },
      { message, level: 'constructor', service: { name: 'toString' } },
      { message: '  {"msg":"up 5","level":50,"trace_id":"-"}' },
      { message, http: { request: { id: 'r-9' } }, trace: { id: 't-9' } },
      { message, http: { request: { id: 'r-987654' } }, trace: { id: 't-987654' } },
      {
        message: 'done request_id=zz-1234 in 5ms',
        http: { request: { id: 'r-987654' } },
        trace: { id: 't-987654' },
      },
      { message, trace: { id: 't-9' }, '@timestamp': '2024-01-15T14:23:45Z' },
      {
        body: { text: message },
        severity_text: 'ERROR',
        resource: { attributes: { 'service.name': 'otel' } },
      },
      {
        message: JSON.stringify({
          log: `${message}\n`,
          stream: 'stdout',
          time: '2024-01-15T14:23:45.123456789Z',
        }),
      },
      {
        message: JSON.stringify({
          msg: 'listening on 8080',
          level: 'warn',
          service: 'cart',
          requestId: 'q-1',
        }),
      },
    ];
    await expectAgreement([...documents, ...documents, ...documents]);
  });

  test.each<[Document, string]>([
    [{}, 'skipped:no_message'],
    [{ message: null }, 'skipped:no_message'],
    [{ message: '' }, 'skipped:empty'],
    [{ message: { nested: 1 } }, 'skipped:empty'],
    [{ message: 'x'.repeat(65_537) }, 'skipped:too_long'],
  ])('a document without a line to mine is kept and says why: %j', async (document, status) => {
    const matcher = new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: now }).compile(1);
    const [source] = await simulate(matcher, [document], { time_zone: 'UTC' });
    expect(saidByPipeline(source!).status).toBe(status);
    expect(source).toMatchObject(document);
  });

  test('on values of one column or several, as Spell finds them', async () => {
    const names = [
      'Ann',
      'Bo Li',
      'Cy',
      'Dee van Dam',
      'Eve 7',
      '8 Fay 9',
      'Gus Ode',
      'Hal 10.0.0.1 Ida',
      'x',
    ];
    const messages = names.flatMap((name, index) => [
      `the order of customer ${name} was put into the queue again`,
      `the order of customer ${names[index - 1] ?? 'y'} was put into the queue again by ${name} on host web-${index}`,
      `was put and was put, into the queue: customer ${name}`,
      `${name} was put into the queue again and it was forgotten there`,
    ]);
    const documents = [...messages, ...AWKWARD_LINES, ...messages].map((message) => ({ message }));
    const { trie } = await expectAgreement(documents, { miner: 'spell' });
    expect(trie.nodes.filter(({ m }) => m !== undefined).length).toBeGreaterThan(2);
    // A look-up that takes too many steps ends on both sides at the same step.
    for (const max_steps of [20, 30, 50]) await expectAgreement(documents, { miner: 'spell', max_steps });
  });

  test('on ten minutes of the web shop', async () => {
    const start = Date.parse('2026-01-15T14:00:00Z');
    const shop = generateShop({ seed: 5, start, end: start + 600_000, requestsPerSecond: 2 });
    await expectAgreement([...shop] as unknown as Document[]);
  });

  test('on templates that users merged and split by values', async () => {
    const start = Date.parse('2026-01-15T14:00:00Z');
    const shop = generateShop({ seed: 6, start, end: start + 120_000, requestsPerSecond: 3 });
    const awkward = [...AWKWARD_LINES, ...AWKWARD_LINES].map((message) => ({ message }));
    const documents = [...([...shop] as unknown as Document[]), ...awkward];
    const { templates } = await expectAgreement(documents, {
      editsOf: (parser) => editEverything(parser, documents),
    });
    expect(templates.filter(({ splits }) => splits).length).toBeGreaterThan(20);
    expect(templates.some(({ names }) => names.includes(null))).toBe(true);
  });

  test.skipIf(!hasCorpus('loghub_2k'))('on the raw logs of eleven systems (needs loghub_2k)', async () => {
    const documents = [...readRawLogs().values()].flat().map((message) => ({ message }));
    await expectAgreement(documents);
    await expectAgreement(documents, { miner: 'spell' });
  });
});
