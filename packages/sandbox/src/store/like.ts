import type { Collation } from './collation.ts';

/**
 * Returns a test by SQL's LIKE, which a bare condition on a text is natively: "_" matches any character and "%" any text,
 * since the value is not escaped. A value of digits alone is compared exactly (contract §11.6).
 */
export function likeTest(pattern: string, collation: Collation): (text: string) => boolean {
  if (/^\d+$/.test(pattern)) return (text) => text === pattern;
  const folded = (text: string): readonly string[] => Array.from(collation(text).toUpperCase());
  const wanted = folded(pattern);
  return (text) => isLike(folded(text), wanted);
}

/** Backtracks to the last "%" only, so that the time is at most the product of the two lengths. */
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
