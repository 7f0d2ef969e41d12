const accents = /\p{M}/gu;
const needsFolding = /[^\x20-\x40\x5b-\x7e]/;

/** Returns the collation key of a text. Texts with the same key are equal. */
export type Collation = (text: string) => string;

/**
 * Approximates the default collation of MySQL: letter case and Latin accents are ignored, "ё" equals "е" (contract §9,
 * "case sensitivity"). Order, `=`, `<`, `>=` and `$in` all use it.
 */
export const caseInsensitive: Collation = (text) => {
  if (!needsFolding.test(text)) return text;
  // Only Latin letters are decomposed: "й" must not become "и" with a breve.
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize('NFD').replaceAll(accents, ''));
};

/** Collation of the switch `caseSensitive`: code units. */
export const binary: Collation = (text) => text;
