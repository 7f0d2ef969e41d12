import { inconclusive } from '../run/check.ts';
import type { Row } from '../run/contract-api.ts';
import type { Sample } from './sample.ts';

/** Returns true for each form of "no value" (contract §11.7): null, absent, "", and 0 in a link. */
export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === 0 || value === '0';
}

const folded = remembered((text) =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u0305\u0307-\u036f]/g, ''),
);

/** Returns a text as the upstream compares it: without letter case, and with "ё" as "е" (contract §9). */
export function fold(value: unknown): string {
  return typeof value === 'string' ? folded(value) : '';
}

const parsed = remembered(Date.parse);

/** Returns the milliseconds since 1970 of a date; NaN for any other value. */
export function instant(value: unknown): number {
  return typeof value === 'string' ? parsed(value) : Number.NaN;
}

/** Remembers the results for the few texts of a sample, which every check reads again. */
function remembered<Result>(of: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => known.getOrInsertComputed(text, of);
}

/** Returns true for each form of a true boolean (contract §2). */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'Y' || value === 1 || value === '1';
}

/** Returns the values of a member that are not empty, the most common first. */
export function commonValues({ rows }: Sample, member: string): readonly (string | number)[] {
  const counts = new Map<string | number, number>();
  for (const row of rows) {
    const value = row[member];
    if (isEmpty(value) || (typeof value !== 'string' && typeof value !== 'number')) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([value]) => value);
}

/** Returns the most common value of a member that some row does not have. */
export function commonValue(sample: Sample, member: string): string | number {
  const value = commonValues(sample, member).find((one) => sample.rows.some((row) => row[member] !== one));
  return value ?? inconclusive(`two different values of ${member}`);
}

/** Returns the most common value of a member that is a word of four letters or more. */
export function commonWord(sample: Sample, member: string): string {
  const word = commonValues(sample, member).find(
    (value): value is string => typeof value === 'string' && /^\p{L}{4,}$/u.test(value),
  );
  return word ?? inconclusive(`a ${member} of four letters or more`);
}

/** Returns the median of the values of a member. */
export function middleValue({ rows }: Sample, member: string): string | number {
  const values = rows
    .map((row: Row) => row[member])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .toSorted((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : instant(a) - instant(b)));
  return values[Math.floor(values.length / 2)] ?? inconclusive(`values of ${member}`);
}

/** Returns the query text of one condition, with an encoded value. */
export function condition(key: string, value: string | number): string {
  return `filter${key}=${encodeURIComponent(value)}`;
}
