import { detached } from '../../../../common/detached_text.ts';
import type { Parameters } from '../../../../common/documents/log_document.ts';
import { isFailure, type Level } from '../../../../common/levels.ts';
import { isOfShare } from '../request_share.ts';
import type { Trait, TraitsOfRequest } from './compare_requests.ts';
import { traitOf, type TraitParts } from './trait.ts';

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
};

/** A line of a request, with what it may have in common with others. */
export interface TraitLine {
  readonly request_id: string;
  /** Milliseconds since the epoch, or whatever puts lines in order. */
  readonly time: number;
  readonly service: string;
  readonly template_id?: string | undefined;
  readonly level?: Level | undefined;
  readonly params?: Parameters | undefined;
  readonly host?: string | undefined;
  /** Of the service. */
  readonly version?: string | undefined;
}

/** When a request had each of its traits first, and when it failed first; Infinity: not. */
interface KeptRequest {
  failed: number;
  readonly traits: Map<number, number>;
}

/** What requests have, as the lines go by: which of them fail is known later. */
export class TraitTally {
  private readonly kept = new Map<string, KeptRequest>();
  /** Numbers of traits by their parts, step by step: to put a text together for each line takes longer. */
  private readonly numbers = new Map<string, Map<string, Map<string, number>>>();
  private readonly traits: TraitParts[] = [];
  private share = 1;

  add({ request_id, time, service, template_id, level, params = {}, host, version }: TraitLine): void {
    const request = this.requestOf(request_id);
    if (isFailure(level)) {
      request.failed = Math.min(request.failed, time);
      return;
    }
    this.addTrait(request, ['service', '', service], time);
    if (template_id !== undefined) this.addTrait(request, ['template', service, template_id], time);
    for (const name in params) this.addTrait(request, ['value', name, String(params[name])], time);
    if (host !== undefined) this.addTrait(request, ['host', '', host], time);
    if (version !== undefined) this.addTrait(request, ['version', service, version], time);
  }

  private addTrait({ traits }: KeptRequest, parts: TraitParts, time: number): void {
    const [kind, , value] = parts;
    if (kind === 'value' && value.length > TRAIT_LIMITS.value_length) return;
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
    let request = this.kept.get(request_id);
    if (!request) {
      if (this.kept.size >= TRAIT_LIMITS.requests) this.halve();
      request = { failed: Infinity, traits: new Map() };
      this.kept.set(detached(request_id), request);
    }
    return request;
  }

  private halve(): void {
    this.share /= 2;
    const in_flight = this.kept.size - TRAIT_LIMITS.in_flight;
    let index = 0;
    let failed = 0;
    for (const [id, request] of this.kept) {
      const is_failed = request.failed < Infinity;
      if (is_failed) failed += 1;
      const stays = is_failed && failed <= TRAIT_LIMITS.requests / 2;
      if (!stays && index++ < in_flight && !isOfShare(id, this.share)) this.kept.delete(id);
    }
  }

  /**
   * What each request had before it failed; one that did not, at any time.
   *
   * @param resolve - The final id of a template.
   */
  requests(resolve: (template_id: string) => string): readonly TraitsOfRequest[] {
    const final = this.traits.map(([kind, name, value]): Trait =>
      traitOf([kind, name, kind === 'template' ? resolve(value) : value]),
    );
    return [...this.kept].map(([request_id, { failed, traits }]) => ({
      request_id,
      is_failed: failed < Infinity,
      traits: new Set([...traits].filter(([, time]) => time <= failed).map(([number]) => final[number]!)),
    }));
  }
}
