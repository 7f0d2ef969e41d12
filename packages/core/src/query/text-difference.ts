const PLAIN = /^[\u0020-\u007e\u0400-\u04ff]*$/;
const MARKS = /\p{M}/gu;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{N}]/gu;

/**
 * Returns true if two texts are different in every collation: in letters or digits of the Latin or Cyrillic alphabet, beyond case
 * and accents and the letters that some languages take for one. Of others, only the upstream can tell.
 */
export function areCertainlyDifferent(a: string, b: string): boolean {
  return a !== b && PLAIN.test(a) && PLAIN.test(b) && folded(a) !== folded(b);
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(MARKS, '')
    .toLowerCase()
    .replaceAll(NEITHER_LETTER_NOR_DIGIT, '')
    .replaceAll(/[jy]/g, 'i')
    .replaceAll(/[vw]/g, 'u');
}

/**
 * Returns true if a text comes before another in every usual collation: both by their letters alone and by their code units, and
 * not because of a sign that collations place differently.
 */
export function isCertainlyBefore(a: string, b: string): boolean {
  if (!PLAIN.test(a) || !PLAIN.test(b) || !(a < b)) return false;
  const [left, right] = [a, b].map((text) => text.normalize('NFD').replaceAll(MARKS, '').toLowerCase()) as [
    string,
    string,
  ];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  if (at === left.length) return LETTER_OR_DIGIT.test(right[at] ?? '');
  return LETTER_OR_DIGIT.test(left[at] ?? '') && LETTER_OR_DIGIT.test(right[at] ?? '') && left < right;
}

// First letters that languages place elsewhere than the alphabet does, alone or as part of "ch" and "aa", are left out.
const FIRST_LATIN = /^(?!ch|aa)[a-iklmnopqrstux]/;
const FIRST_CYRILLIC = /^[абвгдежзклмнопрстуфхцчшщэюя]/;

/**
 * Returns true if a text comes after another in every collation, as far as their first letters tell: different letters of one
 * alphabet, in the same order with and without regard to case.
 */
export function isCertainlyAfter(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  const sameAlphabet = [FIRST_LATIN, FIRST_CYRILLIC].some((alphabet) => alphabet.test(left) && alphabet.test(right));
  return sameAlphabet && left.charAt(0) > right.charAt(0) && a.charAt(0) > b.charAt(0);
}
