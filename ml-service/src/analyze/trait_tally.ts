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

/** Between the parts of a trait. It is made for each line, and JSON takes longer to write. */
const BREAK = '\0';

/** When a request had each of its traits first, and when it failed first; Infinity: not. */
interface KeptRequest {
  failed: number;
  readonly traits: Map<number, number>;
}

/** What requests have, as the lines go by: which of them fail is known later. */
export class TraitTally {
  private readonly requests = new Map<string, KeptRequest>();
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];
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
    this.addTrait(request, `service${BREAK}${service}`, time);
    this.addTrait(request, `template${BREAK}${service}${BREAK}${template_id}`, time);
    this.addValues(request, parameters, time);
  }

  private addValues(request: KeptRequest, parameters: Parameters, time: number): void {
    for (const name in parameters) {
      const text = String(parameters[name]);
      if (text.length <= TRAIT_LIMITS.value_length) {
        this.addTrait(request, `value${BREAK}${name}${BREAK}${text}`, time);
      }
    }
  }

  private addTrait({ traits }: KeptRequest, text: Trait, time: number): void {
    let number = this.numbers.get(text);
    if (number === undefined) {
      if (this.texts.length >= TRAIT_LIMITS.different) return;
      number = this.texts.push(detached(text)) - 1;
      this.numbers.set(this.texts[number]!, number);
    }
    const first = traits.get(number);
    if (first === undefined && traits.size >= TRAIT_LIMITS.traits) return;
    traits.set(number, Math.min(first ?? Infinity, time));
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
    const final = this.texts.map((text): Trait => {
      const [kind, service = '', id = ''] = text.split(BREAK);
      return kind === 'template' ? [kind, service, resolve(id)].join(BREAK) : text;
    });
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
  const [kind, name = '', ...rest] = trait.split(BREAK);
  const of_it = { same: same.length, ...numbers };
  if (kind === 'service') return { kind, text: name, ...of_it };
  const of = rest.join(BREAK);
  if (kind !== 'template') return { kind: 'value', text: `${name} = ${of}`, ...of_it };
  return { kind, text: `${name}: ${excerptOf(textOf(of) ?? of)}`, template_id: of, ...of_it };
}
