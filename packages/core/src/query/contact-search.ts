import { InvalidArgumentError } from '../errors.ts';
import type { Filter } from './filter.ts';
import type { ContactField } from '../entities/contact-fields.ts';

/** Minimum number of characters of a search: fewer are in nearly every contact. */
export const MIN_SEARCH_LENGTH = 2;
/** Maximum number of characters of a search. */
export const MAX_SEARCH_LENGTH = 100;
/** Maximum number of words of a search: each adds two ways to divide them between the first and the last name. */
export const MAX_SEARCH_WORDS = 4;
/** Minimum number of digits of a part of a phone number. */
const MIN_PHONE_DIGITS = 3;

/**
 * Returns the filters of which a contact that a search box finds passes at least one. Letter case does not count.
 *
 * - One word is a part of the first name, the last name or an e-mail address; digits, of a phone number too.
 * - A phone number as people write it, such as `+7 (916) 555-22-33`, is a part of a phone number, as digits alone; of a
 *   Russian number of eleven digits, the first (7 or 8) is left out.
 * - Several words are a first and a last name in either order, divided between any two words, or parts of one of them.
 *
 * @throws InvalidArgumentError for a text that is too short or too long, or has too many words
 */
export function contactSearch(argument: string, text: string): readonly Filter<ContactField>[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const whole = words.join(' ');
  if (whole.length < MIN_SEARCH_LENGTH || whole.length > MAX_SEARCH_LENGTH) {
    throw new InvalidArgumentError(
      argument,
      text,
      `${MIN_SEARCH_LENGTH} to ${MAX_SEARCH_LENGTH} characters; null, or leaving it out, for no search`,
    );
  }
  const digits = phoneDigits(whole);
  if (digits !== undefined && digits !== whole) return [[contains('phone', withoutTrunk(digits))]];
  if (words.length === 1) {
    const phone = digits === undefined ? [] : [[contains('phone', withoutTrunk(digits))]];
    return [[contains('name', whole)], [contains('lastName', whole)], [contains('email', whole)], ...phone];
  }
  if (words.length > MAX_SEARCH_WORDS) {
    throw new InvalidArgumentError(argument, text, `at most ${MAX_SEARCH_WORDS} words`);
  }
  return [
    ...words.slice(1).flatMap((_, at) => names(words, at + 1)),
    [contains('name', whole)],
    [contains('lastName', whole)],
  ];
}

/** The words as two names, the first `count` of them as the one and the rest as the other. */
function names(words: readonly string[], count: number): readonly Filter<ContactField>[] {
  const [first, rest] = [words.slice(0, count).join(' '), words.slice(count).join(' ')];
  return [
    [contains('name', first), contains('lastName', rest)],
    [contains('lastName', first), contains('name', rest)],
  ];
}

function contains(field: ContactField, value: string): Filter<ContactField>[number] {
  return { field, operator: 'contains', value };
}

/** The digits of a text that has nothing but digits and the signs that phone numbers are written with. */
function phoneDigits(text: string): string | undefined {
  if (!/^[\d\s+()./-]+$/.test(text)) return undefined;
  const digits = text.replaceAll(/\D/g, '');
  return digits.length < MIN_PHONE_DIGITS ? undefined : digits;
}

/** A Russian number without its first digit, which is written as +7 or as 8. */
function withoutTrunk(digits: string): string {
  return /^[78]\d{10}$/.test(digits) ? digits.slice(1) : digits;
}
