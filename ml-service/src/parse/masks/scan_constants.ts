/*
 * The numbers of the scan over bytes, and of what is remembered of lines, in a file of their own: a bundle has literals
 * for what is imported, while constants of its own file become variables there, loaded and checked for every byte.
 */

/** Rows of the transition table are this wide, so that the entry of a state and a class is an `or`. */
export const ROW_BITS = 7;
/** Values that one line may have and still be looked up by its hash; longer lists go the long way. */
export const MAX_VALUES = 256;

export const VALUE = 0;
export const TEXT = 1;
export const QUANTITY = 2;
export const NUMBERED = 3;

/** Two hashes step side by side; the multipliers are those of FNV-1a and of murmur3's finaliser. */
export const PRIME = 0x01000193;
export const OTHER_PRIME = 0x85ebca6b | 0;
export const SEED = 0x811c9dc5 | 0;
export const OTHER_SEED = 0x9e3779b9 | 0;
export const MARK_CODE = 1;
export const NUMBERED_MARK_CODE = 2;

/*
 * Columns seen before, by their text with all digits alike. An entry is one line of the processor's cache:
 *   0, 1  the two hashes of that text
 *   2, 3  the two hashes of the masked text
 *   4     how many values it holds, and FINAL where it is only known what the column is at the end of a line
 *   5…    its values: start << 20 | end << 8 | rule, from the start of the column
 */
export const COLUMN_BITS = 13;
export const ENTRY_BITS = 4;
export const FIRST_VALUE = 5;
export const MAX_ENTRY_VALUES = (1 << ENTRY_BITS) - FIRST_VALUE;
export const MAX_ENTRY_LENGTH = (1 << 12) - 1;
export const MAX_ENTRY_RULES = 1 << 8;
export const FINAL = 1 << 8;
/** Bytes are folded to numbers of so many bits; the 0 means that the column ends. */
export const FOLD_BITS = 9;
export const FOLDED_NUL = 256;
export const NOT_ASCII = 0x80 | (0x80 << FOLD_BITS);

/** Forms that are kept; when there are more, all are forgotten and those in use come again. */
export const MAX_FORMS = 1 << 16;
/** Half of the table stays free. */
export const TABLE_BITS = 17;
/** Longer messages go the long way: a form is for what comes again. */
export const MAX_BYTES = 1 << 14;

/** Numbers that say where a slot of a template lies in a form, see `MaskedForm`. */
export const SLOT_NUMBERS = 5;
/** A place of the table of forms holds both hashes, then 1 + the number of the form or 0 where there is none. */
export const PLACE_BITS = 2;
export const NUMBER_AT = 2;

/** What a value must be: digits, digits with a fraction perhaps, `true` or `false`, or what only its characters tell. */
export const INTEGER = -1;
export const NUMBER = -2;
export const BOOLEAN = -3;
export const UNKNOWN = -4;
