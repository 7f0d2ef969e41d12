const DAY_MS = 86_400_000;

/**
 * Returns the day of a date: alone, or as the moment at which it begins in the portal's zone, which is how dates are
 * sent (contract §1, "Dates"). In UTC the zone has to be inferred from the hour; from 10 to 12 it could be either side.
 * @param text a day or a moment in a form that `Date.parse` knows
 * @returns `yyyy-mm-dd`; `undefined` if the day is not in the calendar or could be one of two
 */
export function toDay(text: string): string | undefined {
  const day = new Date(`${text.slice(0, 'yyyy-mm-dd'.length)}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !text.startsWith(dayOf(day))) return undefined;
  if (!/z$/i.test(text)) return dayOf(day);
  const hours = new Date(text).getUTCHours();
  if (hours < 10) return dayOf(day);
  return hours < 12 ? undefined : dayOf(new Date(day.getTime() + DAY_MS));
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 'yyyy-mm-dd'.length);
}
