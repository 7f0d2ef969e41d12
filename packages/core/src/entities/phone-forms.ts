/** The digits of a number within its country (Russia and Kazakhstan), behind the country's 7 or the trunk's 8. */
const NATIONAL_DIGITS = 10;
/** Fewer digits are a part of a number or a service's; its forms would find others. */
const FEWEST_DIGITS = 7;
/** The maximum number of digits of a number (E.164), and some for an extension. */
const MOST_DIGITS = 20;

/**
 * Returns the forms in which a phone number is usually stored, that of the argument first. The upstream compares phones as
 * texts (contract §3, "Multifields"), so that one number is as many values as it has forms: digits alone, with +, and of an
 * 11-digit number of the +7 zone with 7, +7 and 8, without them, and as they are usually printed.
 * @returns nothing for a text that is no phone number
 */
export function phoneForms(text: string): readonly string[] | undefined {
  const given = text.trim();
  const digits = given.replaceAll(/\D/g, '');
  const isNumber = /^[+\d\s().,;#x-]+$/i.test(given) && digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS;
  if (!isNumber) return undefined;
  const national = nationalPart(given, digits);
  const forms = national === undefined ? [digits, `+${digits}`] : formsInZone7(national);
  return [...new Set([given, ...forms])];
}

/** The last ten digits of a number of the +7 zone: with 7 or 8 in front, or, where they are all, with a city's code. */
function nationalPart(given: string, digits: string): string | undefined {
  if (digits.length === NATIONAL_DIGITS && !given.startsWith('+')) return digits;
  const isInZone =
    digits.length === NATIONAL_DIGITS + 1 &&
    (digits.startsWith('7') || (digits.startsWith('8') && !given.startsWith('+')));
  return isInZone ? digits.slice(1) : undefined;
}

function formsInZone7(national: string): readonly string[] {
  const [area, first, second, third] = [
    national.slice(0, 3),
    national.slice(3, 6),
    national.slice(6, 8),
    national.slice(8),
  ];
  const printed = `${first}-${second}-${third}`;
  return [
    `7${national}`,
    `+7${national}`,
    `8${national}`,
    national,
    `+7 (${area}) ${printed}`,
    `8 (${area}) ${printed}`,
    `+7 ${area} ${printed}`,
    `8 ${area} ${printed}`,
  ];
}
