import { filterFields } from '@contacts/client';

/** A condition as a user makes it in the form. */
export interface FilterCase {
  readonly field: string;
  readonly operator: string;
  /** The text that is typed; true or false where there is a choice. */
  readonly value: string | boolean;
  /** The condition as the page says it. */
  readonly title: string;
}

/** One field of each kind of filter, with its title, and the values that are typed for it. */
const samples: Readonly<Record<string, readonly [title: string, one: string, several: string]>> = {
  contactId: ['Number', '100', '17, 18, 19'],
  companyId: ['Company ID', '15', '15, 16'],
  lastName: ['Last name', 'Petrov', 'Petrov, Abbott'],
  comments: ['Comments', 'a', ''],
  typeId: ['Type ID', 'CLIENT', 'CLIENT, PARTNER'],
  opened: ['Opened', '', ''],
  phone: ['Phone', '74955553546', '74955553546, 78125552203'],
  email: ['E-mail', 'ivan@company.ru', 'ivan@company.ru, contact1@example.ru'],
  createdTime: ['Created time', '2022-01-01T12:00:00', ''],
};
const words: Readonly<Record<string, string>> = {
  eq: 'is',
  ne: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  gt: 'is greater than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  matches: 'matches',
};
const momentWords: Readonly<Record<string, string>> = {
  gt: 'is after',
  gte: 'is at or after',
  lt: 'is before',
  lte: 'is at or before',
};

/** Returns every operator of every kind of field; a kind of the schema that no sample is of is an error. */
export function filterCases(): readonly FilterCase[] {
  const kindOf = (operators: object): string => JSON.stringify(operators);
  const sampled = filterFields.filter(({ name }) => name in samples);
  const kinds = new Set(sampled.map(({ operators }) => kindOf(operators)));
  const missing = filterFields.filter(({ operators }) => !kinds.has(kindOf(operators)));
  if (missing.length > 0) throw new Error(`No sample for ${missing.map(({ name }) => name).join(', ')}.`);
  return sampled.flatMap(({ name, operators }) =>
    Object.entries(operators).map(([operator, { type, list }]) => {
      const [title, one, several] = samples[name] ?? ['', '', ''];
      if (operator === 'isEmpty') return { field: name, operator, value: true, title: `${title} is empty` };
      if (type === 'Boolean') return { field: name, operator, value: false, title: `${title} is no` };
      const value = list ? several : one;
      const word = (type === 'DateTime' ? momentWords[operator] : undefined) ?? words[operator] ?? '';
      const shown = type === 'DateTime' ? 'Jan 1, 2022, 12:00 PM' : value;
      return { field: name, operator, value, title: `${title} ${word} ${shown}` };
    }),
  );
}
