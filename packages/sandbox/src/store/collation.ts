const accents = /\p{M}/gu;
const needsFolding = /[^\x20-\x40\x5b-\x7e]/;

/** Two texts are equal, and sort at one place, when their collation keys are the same. */
export type Collation = (text: string) => string;

/**
 * The order of text in a default MySQL collation, near enough: letter case and Latin accents do not count, "ё" is "е".
 * Contract §9, "case sensitivity". Order, `=`, `<`, `>=` and `$in` all use this one rule.
 */
export const caseInsensitive: Collation = (text) => {
  if (!needsFolding.test(text)) return text;
  // "й" must not fall apart into "и" and its breve, so only letters outside Cyrillic are decomposed.
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize('NFD').replaceAll(accents, ''));
};

/** The other end of the switch `caseSensitive`: code units, as they are. */
export const binary: Collation = (text) => text;
