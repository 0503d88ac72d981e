import { excerptOf } from '../../../../common/excerpt.ts';
import type { SharedTraitSummary, TraitKind, TraitSummary } from '../../../../common/shared_traits.ts';
import type { SharedTrait, Trait } from './compare_requests.ts';

/**
 * A trait in parts: `['service', '', 'cart']`, `['template', 'cart', id]`, `['value', 'sku', 'A-1']`, `['host', '', 'node-7']`,
 * `['version', 'cart', '2.4.1']`.
 */
export type TraitParts = readonly [kind: TraitKind, name: string, value: string];

/** Traits that are told beside another one that the same requests have. */
const MOST_BESIDE = 5;

/** The text that stands for a trait where traits are compared. */
export function traitOf(parts: TraitParts): Trait {
  return JSON.stringify(parts);
}

/**
 * A shared trait as people read it.
 *
 * @param textOf - The text of a template, where known.
 */
export function tellSharedTrait(
  { trait, same, ...numbers }: SharedTrait,
  textOf: (template_id: string) => string | undefined,
): SharedTraitSummary {
  return {
    ...tellTrait(trait, textOf),
    same: same.length,
    also: same.slice(0, MOST_BESIDE).map((other) => tellTrait(other, textOf)),
    ...numbers,
  };
}

/** The templates that a shared trait tells of. */
export function templateIdsOf({ trait, same }: SharedTrait): readonly string[] {
  return [trait, ...same.slice(0, MOST_BESIDE)].flatMap((one) => {
    const [kind, , value] = JSON.parse(one) as TraitParts;
    return kind === 'template' ? [value] : [];
  });
}

function tellTrait(trait: Trait, textOf: (template_id: string) => string | undefined): TraitSummary {
  const [kind, name, value] = JSON.parse(trait) as TraitParts;
  switch (kind) {
    case 'service':
      return { kind, text: value, service: value };
    case 'template':
      return {
        kind,
        text: `${name}: ${excerptOf(textOf(value) ?? value)}`,
        service: name,
        template_id: value,
      };
    case 'value':
      return { kind, text: `${name} = ${value}`, name, value };
    case 'host':
      return { kind, text: value, value };
    case 'version':
      return { kind, text: `${name} ${value}`, service: name, value };
  }
}
