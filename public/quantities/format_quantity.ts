import { type Quantities, quantitiesIn } from '../../common/format_quantity.ts';
import { numberLocale } from './number_locale.ts';

/** Quantities with the digits of the language of numbers, which is known once the app is shown. */

let known: { readonly locale: string; readonly quantities: Quantities } | undefined;

function quantities(): Quantities {
  const locale = numberLocale();
  if (known?.locale !== locale) known = { locale, quantities: quantitiesIn(locale) };
  return known.quantities;
}

export const formatCount: Quantities['formatCount'] = (count) => quantities().formatCount(count);
export const formatCompact: Quantities['formatCompact'] = (count) => quantities().formatCompact(count);
export const formatRate: Quantities['formatRate'] = (rate) => quantities().formatRate(rate);
export const formatRatio: Quantities['formatRatio'] = (ratio) => quantities().formatRatio(ratio);
export const formatShare: Quantities['formatShare'] = (share) => quantities().formatShare(share);
export const formatDistance: Quantities['formatDistance'] = (distance) =>
  quantities().formatDistance(distance);
export const formatDuration: Quantities['formatDuration'] = (ms) => quantities().formatDuration(ms);
export const formatOffset: Quantities['formatOffset'] = (ms) => quantities().formatOffset(ms);
export const formatValue: Quantities['formatValue'] = (quantity) => quantities().formatValue(quantity);
export const formatProbability: Quantities['formatProbability'] = (probability) =>
  quantities().formatProbability(probability);
