import { detached } from '../../../common/detached_text.ts';
import type { ParameterValue } from '../../../common/documents/log_document.ts';
import type { TemplateParameter } from '../../../common/documents/template_document.ts';
import { numberOf } from '../../../common/parameter_number.ts';
import type { ParameterValues } from '../detect/detector.ts';
import { detectedValue, judgedAs } from '../detect/values/detected_value.ts';

/** Values that are kept of all parameters together: some 50 MB. Above it half as many of a minute are. */
const MOST_VALUES = 500_000;
/** Of the number of a line (Knuth), so that which of a minute's values are kept is the same each time. */
const MIX = 0x9e3779b1;

/** Where a value stands. */
export interface ValuePlace {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Over all inputs, from 0. */
  readonly line: number;
  readonly service: string;
  readonly request_id?: string | undefined;
}

interface KeptValue extends ValuePlace {
  /** A number, or the hash of a text. */
  readonly value: number;
  readonly is_text: boolean;
}

/** How many values may be kept, over all parameters. */
export class ValueBook {
  /** Of a parameter in a minute. */
  most: number;
  private kept = 0;
  private readonly samples = new Set<ValueSamples>();
  private readonly texts = new Map<string, string>();

  constructor(most: number) {
    this.most = most;
  }

  /** The samples of one more parameter. */
  open(): ValueSamples {
    const samples = new ValueSamples(this);
    this.samples.add(samples);
    return samples;
  }

  /** A text that does not keep the line alive that it was cut from. */
  textOf(text: string): string {
    let known = this.texts.get(text);
    if (known === undefined) this.texts.set((known = detached(text)), known);
    return known;
  }

  noteKept(): void {
    this.kept += 1;
    if (this.kept <= MOST_VALUES || this.most === 1) return;
    this.most = Math.ceil(this.most / 2);
    this.kept = 0;
    for (const samples of this.samples) this.kept += samples.cut(this.most);
  }
}

/** Some values of a parameter in each minute: any of them is as likely to be kept as any other. */
export class ValueSamples {
  readonly #book: ValueBook;
  readonly #minutes = new Map<number, { seen: number; readonly kept: KeptValue[] }>();

  constructor(book: ValueBook) {
    this.#book = book;
  }

  add(value: ParameterValue, place: ValuePlace): void {
    let minute = this.#minutes.get(place.minute);
    if (minute === undefined) this.#minutes.set(place.minute, (minute = { seen: 0, kept: [] }));
    minute.seen += 1;
    const { kept } = minute;
    const { most } = this.#book;
    const at =
      kept.length < most
        ? kept.length
        : Math.floor(((Math.imul(place.line, MIX) >>> 0) / 2 ** 32) * minute.seen);
    if (at >= most) return;
    const isNew = at === kept.length;
    kept[at] = this.#kept(value, place);
    if (isNew) this.#book.noteKept();
  }

  #kept(value: ParameterValue, { minute, line, service, request_id }: ValuePlace): KeptValue {
    const number = numberOf(value);
    const book = this.#book;
    return {
      minute,
      line,
      service: book.textOf(service),
      request_id: request_id === undefined ? undefined : book.textOf(request_id),
      value: number ?? detectedValue(value, { type: 'string' })!,
      is_text: number === undefined,
    };
  }

  /** Keeps fewer of each minute; returns how many. */
  cut(most: number): number {
    let left = 0;
    for (const { kept } of this.#minutes.values()) {
      kept.splice(most);
      left += kept.length;
    }
    return left;
  }

  /** Takes up those of another. */
  merge(other: ValueSamples): void {
    for (const [number, { seen, kept }] of other.#minutes) {
      const minute = this.#minutes.get(number);
      if (minute === undefined) this.#minutes.set(number, { seen, kept: [...kept] });
      else {
        minute.seen += seen;
        minute.kept.push(...kept.slice(0, Math.max(0, this.#book.most - minute.kept.length)));
      }
    }
  }

  /** By minute, as detectors look at them; nothing of a parameter that is not judged. */
  *byMinute(
    template_id: string,
    parameter: TemplateParameter,
  ): Generator<readonly [minute: number, values: ParameterValues]> {
    const as = judgedAs(parameter);
    if (as === undefined) return;
    for (const [minute, { kept }] of this.#minutes) {
      const values = kept
        .flatMap((one): (KeptValue & { readonly judged: number })[] => {
          const judged = judgedValue(one, parameter);
          return judged === undefined ? [] : [{ ...one, judged }];
        })
        .sort((a, b) => a.judged - b.judged || a.line - b.line);
      if (values.length === 0) continue;
      yield [
        minute,
        {
          template_id,
          parameter: parameter.name,
          service: mostOf(values.map(({ service }) => service)),
          ...as,
          values: values.map(({ judged }) => judged),
          references: values.map(({ line }) => ({ _index: '', _id: String(line) })),
          request_ids: values.map(({ request_id }) => request_id ?? ''),
        },
      ];
    }
  }
}

function judgedValue({ value, is_text }: KeptValue, parameter: TemplateParameter): number | undefined {
  const isOfNames = judgedAs(parameter)!.kind === 'names';
  if (is_text) return isOfNames ? value : undefined;
  return detectedValue(value, parameter);
}

function mostOf(texts: readonly string[]): string {
  const counts = Map.groupBy(texts, (text) => text);
  return [...counts].sort(
    ([a, { length: left }], [b, { length: right }]) => right - left || (a < b ? -1 : 1),
  )[0]![0];
}
