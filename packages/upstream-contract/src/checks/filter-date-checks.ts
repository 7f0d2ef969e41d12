import { type Check, inconclusive } from '../run/check.ts';
import { exact } from './make-checks.ts';
import { EXACT, finds, type Sample, sampleOf } from './sample.ts';
import { condition, instant, middleValue } from './values.ts';

const dates = '§3 "Dates"';
const offsets = '§11.14: date filters with an offset are reported not to filter';

/** Conditions on times, each with the time of an existing contact (contract §3, §11.7, §11.14). */
export const filterDateChecks: readonly Check[] = [
  dated('filter.date.from', offsets, '[>=createdTime]', (time, pivot) => time >= pivot),
  dated('filter.date.after', `${dates}; §11.7 "whole seconds"`, '[>createdTime]', (time, pivot) => time > pivot),
  dated('filter.date.before', offsets, '[<createdTime]', (time, pivot) => time < pivot),
  dated('filter.date.until', `${dates}; §11.7`, '[<=createdTime]', (time, pivot) => time <= pivot),
  dated('filter.date.mongo', dates, '[createdTime][$gte]', (time, pivot) => time >= pivot),
  dated('filter.date.updated', dates, '[>=updatedTime]', (time, pivot) => time >= pivot, 'updatedTime'),
  dated('filter.date.equal', '§11.7: whole seconds, as shown', '[createdTime]', (time, pivot) => time === pivot),
  dated('filter.date.unequal', '§11.7: whole seconds, as shown', '[!createdTime]', (time, pivot) => time !== pivot),
  written('filter.date.in-utc', inUtc),
  written('filter.date.other-offset', inIndia),
  written('filter.date.portal-time', inPortalTime),
  exact('filter.date.between', dates, (sample) => {
    const [from, to] = [middleValue(sample, 'createdTime'), middleValue(upperHalf(sample), 'createdTime')];
    return {
      spellings: [
        `${condition('[>=createdTime]', from)}&${condition('[<createdTime]', to)}`,
        { createdTime: { $gte: from, $lt: to } },
      ],
      satisfies: ({ createdTime }) => instant(createdTime) >= instant(from) && instant(createdTime) < instant(to),
    };
  }),
];

/** Makes a check of one comparison with the median time of the sample, as it is shown. */
function dated(
  id: string,
  source: string,
  key: string,
  holds: (time: number, pivot: number) => boolean,
  member = 'createdTime',
): Check {
  return exact(id, source, (sample) => {
    const pivot = String(middleValue(sample, member));
    return {
      spellings: [condition(key, pivot)],
      satisfies: (row) => holds(instant(row[member]), instant(pivot)),
    };
  });
}

/**
 * Makes a check that a time in another format is the same time, by the rows from it on, and by the rows of that second
 * alone. The first notices a format that is ignored, the second an offset that is ignored.
 */
function written(id: string, form: (text: string) => string): Check {
  return {
    id,
    source: offsets,
    expected: EXACT,
    async run(api) {
      const shown = String(middleValue(await sampleOf(api), 'createdTime'));
      const from = condition('[>=createdTime]', form(shown));
      const later = await finds(api, from, ({ createdTime }) => instant(createdTime) >= instant(shown));
      if (later !== EXACT) return `${form(shown)}: ${later}`;
      const only = `${from}&${condition('[<=createdTime]', form(shown))}`;
      return finds(api, only, ({ createdTime }) => instant(createdTime) === instant(shown));
    },
  };
}

function inUtc(text: string): string {
  return new Date(text).toISOString().replace('.000Z', 'Z');
}

function inIndia(text: string): string {
  const offsetMs = 5.5 * 3_600_000;
  return `${new Date(instant(text) + offsetMs).toISOString().slice(0, 19)}+05:30`;
}

/** Returns a time without a zone, which is read in the portal's zone; the shown time has the portal's offset. */
function inPortalTime(text: string): string {
  if (text.endsWith('Z')) inconclusive('times that are shown in portal time');
  return text.slice(0, 19).replace('T', ' ');
}

function upperHalf(sample: Sample): Sample {
  const middle = instant(middleValue(sample, 'createdTime'));
  return { ...sample, rows: sample.rows.filter(({ createdTime }) => instant(createdTime) > middle) };
}
