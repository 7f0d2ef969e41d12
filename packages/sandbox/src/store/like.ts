import type { Collation } from './collation.ts';

/**
 * Makes a test of SQL's LIKE, as a bare condition on a text is natively: "_" stands for any character and "%" for any
 * text, since the value is not escaped; digits alone are compared as they are (contract §11.6).
 */
export function likeTest(pattern: string, collation: Collation): (text: string) => boolean {
  if (/^\d+$/.test(pattern)) return (text) => text === pattern;
  const folded = (text: string): readonly string[] => Array.from(collation(text).toUpperCase());
  const wanted = folded(pattern);
  return (text) => isLike(folded(text), wanted);
}

/** Goes back to the last "%" only, so that no pattern takes longer than the product of the two lengths. */
function isLike(text: readonly string[], pattern: readonly string[]): boolean {
  let [at, next] = [0, 0];
  let afterPercent = -1;
  let resumeAt = 0;
  while (at < text.length) {
    if (pattern[next] === '%') {
      next += 1;
      [afterPercent, resumeAt] = [next, at];
    } else if (next < pattern.length && (pattern[next] === '_' || pattern[next] === text[at])) {
      at += 1;
      next += 1;
    } else if (afterPercent === -1) {
      return false;
    } else {
      resumeAt += 1;
      [next, at] = [afterPercent, resumeAt];
    }
  }
  return pattern.slice(next).every((letter) => letter === '%');
}
