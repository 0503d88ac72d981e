/** Zones by name, minutes east of UTC: RFC 822, and those that servers write. Of several meanings the most frequent. */
export const ZONE_MINUTES: Readonly<Record<string, number>> = {
  Z: 0, UTC: 0, GMT: 0, EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360, PST: -480, PDT: -420,
  AKST: -540, AKDT: -480, HST: -600, AST: -240, ADT: -180, BRT: -180, ART: -180, CLT: -240, COT: -300, PET: -300,
  WET: 0, WEST: 60, BST: 60, CET: 60, CEST: 120, MEZ: 60, MESZ: 120, EET: 120, EEST: 180, MSK: 180, TRT: 180, SAST: 120, EAT: 180, WAT: 60, CAT: 120,
  GST: 240, PKT: 300, IST: 330, NPT: 345, ICT: 420, WIB: 420, SGT: 480, HKT: 480, AWST: 480, JST: 540, KST: 540, ACST: 570, AEST: 600, AEDT: 660,
  NZST: 720, NZDT: 780,
}; // prettier-ignore

/** Names with which people of several places mean different times: what else they may be. */
export const AMBIGUOUS_ZONES: Readonly<Record<string, string>> = {
  EST: '+10:00 in Australia',
  EDT: '+11:00 in Australia',
  CST: '+08:00 in China, -05:00 in Cuba',
  CDT: '-04:00 in Cuba',
  MST: '+08:00 in Malaysia, +06:30 in Myanmar',
  PST: '+08:00 in the Philippines',
  AST: '+03:00 in Arabia',
  BST: '+06:00 in Bangladesh, +11:00 in Bougainville',
  IST: '+01:00 in Ireland, +02:00 in Israel',
  GST: '-02:00 in South Georgia',
};

const MEANING = /^([A-Z]{2,5})=([+-])(\d{2}):?(\d{2})$/;

/**
 * What a name of a zone means, as a user says it: `IST=+02:00`.
 *
 * @returns The name and its minutes east of UTC; undefined where the text says neither, or no zone of this name is known.
 * @example
 * readZoneMeaning('IST=+02:00') // ['IST', 120]
 */
export function readZoneMeaning(text: string): readonly [name: string, minutes: number] | undefined {
  const [, name = '', sign, hours, minutes] = MEANING.exec(text) ?? [];
  if (!Object.hasOwn(ZONE_MINUTES, name) || Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return [name, (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))];
}

/** What is wrong with a text that {@link readZoneMeaning} cannot read. */
export const ZONE_MEANING_PROBLEM = `must say what a name of a zone means, such as IST=+02:00; known are ${Object.keys(ZONE_MINUTES).slice(3).join(', ')}`;

/**
 * The meanings that texts such as `IST=+02:00` say; those that cannot be read are left out.
 *
 * @example
 * zoneMeanings(['IST=+02:00']) // { IST: 120 }
 */
export function zoneMeanings(texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(texts.map(readZoneMeaning).filter((meaning) => meaning !== undefined));
}

/** Minutes east of UTC as logs write them: `+05:30`. */
export function offsetText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
