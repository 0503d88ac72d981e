import type { SharedTraitSummary } from '../../../common/analysis_report.ts';
import type { Parameters } from '../../../common/documents/log_document.ts';
import { excerptOf } from '../../../common/excerpt.ts';
import { isFailure } from '../../../common/levels.ts';
import { compareRequests, type SharedTrait, type Trait } from '../correlate/contrast/compare_requests.ts';
import { detached } from './kept_lines.ts';
import { isOfShare } from './session_tally.ts';
import type { CountedLine } from './template_tally.ts';

/** What is kept: some 20 MB. */
export const TRAIT_LIMITS = {
  /** Requests; above it those that failed stay, and those in flight, and of the others half, and half again. */
  requests: 10_000,
  in_flight: 1_000,
  /** Of one request. */
  traits: 200,
  /** Different ones; most values are of one request only. */
  different: 100_000,
  /** Characters of a value; a longer one is a payload. */
  value_length: 64,
  /** That are told. */
  told: 10,
};

/** A trait in parts: what it is, of what, and which. */
type TraitParts = readonly [kind: SharedTraitSummary['kind'], name: string, value: string];

/** When a request had each of its traits first, and when it failed first; Infinity: not. */
interface KeptRequest {
  failed: number;
  readonly traits: Map<number, number>;
}

/** What requests have, as the lines go by: which of them fail is known later. */
export class TraitTally {
  private readonly requests = new Map<string, KeptRequest>();
  /** Numbers of traits by their parts, step by step: to put a text together for each line takes longer. */
  private readonly numbers = new Map<string, Map<string, Map<string, number>>>();
  private readonly traits: TraitParts[] = [];
  private share = 1;

  /** @param template_id - The one that the line is of by now. */
  add({ event, timestamp, service, line }: CountedLine, template_id: string): void {
    const { request_id, level, parameters = {} } = event;
    if (request_id === undefined) return;
    const time = timestamp ?? line;
    const request = this.requestOf(request_id);
    if (isFailure(level)) {
      request.failed = Math.min(request.failed, time);
      return;
    }
    this.addTrait(request, ['service', '', service], time);
    this.addTrait(request, ['template', service, template_id], time);
    this.addValues(request, parameters, time);
  }

  private addValues(request: KeptRequest, parameters: Parameters, time: number): void {
    for (const name in parameters) {
      const text = String(parameters[name]);
      if (text.length <= TRAIT_LIMITS.value_length) this.addTrait(request, ['value', name, text], time);
    }
  }

  private addTrait({ traits }: KeptRequest, parts: TraitParts, time: number): void {
    const number = this.numberOf(parts);
    if (number === undefined) return;
    const first = traits.get(number);
    if (first === undefined && traits.size >= TRAIT_LIMITS.traits) return;
    if (first === undefined || time < first) traits.set(number, time);
  }

  private numberOf([kind, name, value]: TraitParts): number | undefined {
    let names = this.numbers.get(kind);
    if (!names) this.numbers.set(kind, (names = new Map<string, Map<string, number>>()));
    let values = names.get(name);
    if (!values) names.set(detached(name), (values = new Map<string, number>()));
    const known = values.get(value);
    if (known !== undefined || this.traits.length >= TRAIT_LIMITS.different) return known;
    const kept = detached(value);
    const number = this.traits.push([kind, detached(name), kept]) - 1;
    values.set(kept, number);
    return number;
  }

  private requestOf(request_id: string): KeptRequest {
    let request = this.requests.get(request_id);
    if (!request) {
      if (this.requests.size >= TRAIT_LIMITS.requests) this.halve();
      request = { failed: Infinity, traits: new Map() };
      this.requests.set(detached(request_id), request);
    }
    return request;
  }

  private halve(): void {
    this.share /= 2;
    const in_flight = this.requests.size - TRAIT_LIMITS.in_flight;
    let index = 0;
    let failed = 0;
    for (const [id, request] of this.requests) {
      const is_failed = request.failed < Infinity;
      if (is_failed) failed += 1;
      const stays = is_failed && failed <= TRAIT_LIMITS.requests / 2;
      if (!stays && index++ < in_flight && !isOfShare(id, this.share)) this.requests.delete(id);
    }
  }

  /**
   * What requests had before they failed, that others do not have.
   *
   * @param resolve - The final id of a template.
   */
  summaries({
    resolve,
    textOf,
  }: {
    readonly resolve: (template_id: string) => string;
    readonly textOf: (template_id: string) => string | undefined;
  }): SharedTraitSummary[] {
    const final = this.traits.map(([kind, name, value]): Trait =>
      JSON.stringify([kind, name, kind === 'template' ? resolve(value) : value]),
    );
    const requests = [...this.requests].map(([request_id, { failed, traits }]) => ({
      request_id,
      is_failed: failed < Infinity,
      traits: new Set([...traits].filter(([, time]) => time <= failed).map(([number]) => final[number]!)),
    }));
    return compareRequests(requests)
      .slice(0, TRAIT_LIMITS.told)
      .map((shared) => summaryOf(shared, textOf));
  }
}

function summaryOf(
  { trait, same, ...numbers }: SharedTrait,
  textOf: (template_id: string) => string | undefined,
): SharedTraitSummary {
  const [kind, name, value] = JSON.parse(trait) as TraitParts;
  const of_it = { kind, same: same.length, ...numbers };
  if (kind === 'service') return { text: value, ...of_it };
  if (kind === 'value') return { text: `${name} = ${value}`, ...of_it };
  return { text: `${name}: ${excerptOf(textOf(value) ?? value)}`, template_id: value, ...of_it };
}
