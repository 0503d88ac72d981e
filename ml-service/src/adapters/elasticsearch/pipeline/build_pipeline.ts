import { COUNTED_BY_CLUSTER } from '../../../../../common/documents/log_document.ts';
import { LEVEL_SPELLINGS, normalizeLevel } from '../../../../../common/level_spelling.ts';
import type { Level } from '../../../../../common/levels.ts';
import { SEVERITY_RULE } from '../../../../../common/severity_rule.ts';
import { CONTINUATION_PREFIXES, DUMP_MARKS, LEVEL_WORDS } from '../../../ingest/continuation/continuation.ts';
import { jsonTables } from '../../../ingest/envelope.ts';
import { EVENT_FIELDS, NUMERIC_LEVELS } from '../../../ingest/event_fields.ts';
import {
  type CompiledMatcher,
  MAX_REQUEST_IDS,
  MIN_OTHER_ID_LENGTH,
} from '../../../parse/matcher/compiled_matcher.ts';
import type { LayoutElement } from '../../../parse/header/layouts.ts';
import {
  MAX_HEADER_LENGTH,
  MAX_HEADERS,
  SIGN_LEVELS,
  SYSLOG_LEVELS,
} from '../../../parse/header/read_header.ts';
import { MONTH_NAMES } from '../../../parse/header/timestamp.ts';
import { EMPTY_VALUES, MARK, MAX_COLUMN_VALUES } from '../../../parse/masks/masked_line.ts';
import type { MaskKind } from '../../../parse/masks/masks.ts';
import { ESCAPE, LONG_HEAD, MAX_LAYERS } from '../../../parse/reader/line_reader.ts';
import { BLANKS_PARAMETER } from '../../../parse/template/rebuild_message.ts';
import { ZONE_MINUTES, zoneMeanings } from '../../../settings/zone_names.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../settings/parse.ts';
import { LogAiError } from '../../../../../common/errors.ts';
import { murmur3 } from '../../../../../common/murmur3.ts';
import { readInstalled } from '../../file/installed/installed_file.ts';

const SCRIPT = 'pipelines/log_ai.painless';

/** What of the configuration the pipeline knows. */
export interface PipelineOptions {
  readonly time_zone: string;
  readonly request_id_fields: readonly string[];
  /** As in the configuration of the parser. */
  readonly status_levels?: boolean;
  readonly zones: readonly string[];
}

/** What Painless must know of a mask: what kind of text it is, or that it is a value. */
const KIND_LETTER: Partial<Record<MaskKind, string>> = {
  blank: 'b',
  word: 'l',
  unit: 'u',
  quantity: 'q',
  numbered: 'n',
};

/** Levels that carriers write as numbers, normalised. */
function numericLevels(): Record<string, Level | undefined> {
  return Object.fromEntries(
    Object.entries(NUMERIC_LEVELS).map(([number, word]) => [number, normalizeLevel(word)]),
  );
}

function scriptParams(matcher: CompiledMatcher, options: PipelineOptions) {
  const { reader } = matcher;
  const { layouts, ...header } = reader.header;
  const ruleSet = (rules: readonly number[]) =>
    rules.length === 0 ? '' : header.rules.map((_, index) => (rules.includes(index) ? '1' : '0')).join('');
  const elementOf = ({ kind, rules, fields, optional, repeated, text }: LayoutElement) => [
    kind,
    ruleSet(rules),
    fields,
    optional ? 1 : 0,
    repeated ? 1 : 0,
    text,
  ];
  return {
    generation: matcher.generation,
    counted_by: COUNTED_BY_CLUSTER,
    // Painless knows no escapes in its strings.
    line_end: '\n',
    mark: MARK,
    max_column_values: MAX_COLUMN_VALUES,
    empty_values: EMPTY_VALUES,
    blanks_parameter: BLANKS_PARAMETER,
    fields: {
      ...EVENT_FIELDS,
      request_id: [...new Set([...options.request_id_fields, ...EVENT_FIELDS.request_id])],
    },
    max_request_ids: MAX_REQUEST_IDS,
    min_other_id_length: MIN_OTHER_ID_LENGTH,
    time_zone: options.time_zone,
    limits: reader.limits,
    continuation_prefixes: CONTINUATION_PREFIXES,
    level_words: LEVEL_WORDS,
    dump_marks: DUMP_MARKS,
    levels: { ...LEVEL_SPELLINGS, ...numericLevels() },
    severity_rule: SEVERITY_RULE,
    sign_levels: SIGN_LEVELS,
    syslog_levels: SYSLOG_LEVELS,
    times: { zones: { ...ZONE_MINUTES, ...zoneMeanings(options.zones) }, months: MONTH_NAMES },
    status_levels: options.status_levels ?? DEFAULT_PARSE_CONFIG.status_levels,
    escape: ESCAPE,
    header,
    json: { ...jsonTables(), request_id_fields: options.request_id_fields },
    max_layers: MAX_LAYERS,
    long_head: LONG_HEAD,
    max_headers: MAX_HEADERS,
    max_header_length: MAX_HEADER_LENGTH,
    layouts: layouts.map((layout) => layout.map(elementOf)),
    masks: reader.masks,
    mask_kinds: reader.mask_kinds.map((kind) => KIND_LETTER[kind] ?? 'v').join(''),
    nodes: matcher.trie.nodes,
    templates: matcher.templates,
    max_steps: matcher.max_steps,
  };
}

/**
 * Tells apart what this version of Log AI puts under this configuration from what others do: the next cycle replaces
 * it after an update, or when a field for request ids is added.
 */
export function formOf(options: PipelineOptions): string {
  const { time_zone, request_id_fields, status_levels, zones } = options;
  return murmur3(
    JSON.stringify([readAsset(SCRIPT), SEVERITY_RULE, time_zone, request_id_fields, status_levels, zones]),
  );
}

/** The script without its comments, which only people need: a script's source is limited to 65,535 bytes. */
function compactScript(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n');
}

/** It is counted all the same: it has its moment, and nothing of what its sender said. */
const KEEP_AS_IT_CAME = `
  for (String key : new ArrayList(ctx.keySet()))
    if (key.startsWith('log_ai.')) ctx.remove(key);
  ctx.log_ai = [
    'parse': ['status': 'skipped:pipeline_failed'],
    'ingested': Instant.ofEpochMilli(System.currentTimeMillis()).toString(),
    'counted_by': params.counted_by
  ];`;

/**
 * The ingest pipeline `log-ai`, which runs the compiled matcher on each document at index time.
 *
 * @param options.request_id_fields - Fields that hold the id of a request, the first present one wins.
 */
export function buildPipeline(matcher: CompiledMatcher, options: PipelineOptions): Record<string, unknown> {
  return {
    description: 'Log AI: header, masks and template of each log line',
    version: matcher.generation,
    _meta: { product: 'log-ai', generation: matcher.generation, form: formOf(options) },
    processors: [
      {
        script: {
          description: 'Executes the compiled matcher',
          lang: 'painless',
          source: compactScript(readAsset(SCRIPT)),
          params: scriptParams(matcher, options),
        },
      },
    ],
    on_failure: [
      {
        script: {
          description: 'The document is kept as it came; the failure is counted',
          lang: 'painless',
          source: KEEP_AS_IT_CAME,
          params: { counted_by: COUNTED_BY_CLUSTER },
        },
      },
    ],
  };
}

/** Reads a file of `ml-service/assets`, from the sources and from the bundle alike. */
export function readAsset(path: string): string {
  const text = readInstalled(`assets/${path}`);
  if (text === undefined)
    throw new LogAiError('internal', `The asset ${path} is missing: install Log AI again.`);
  return text;
}
