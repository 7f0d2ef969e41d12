import { type Multifield, packMultifields } from '../fields/multifields.ts';
import type { Cell } from '../store/column.ts';
import { feminine, latinLast, latinNames, patronymics, russianLast, russianMen, russianWomen } from './people.ts';
import type { Random } from './random.ts';
import { user } from './common-values.ts';
import type { MakeCell, SeedRow } from './seed-row.ts';

// The made-up values of contacts, one function a field; the list of fields names them.

const companiesPerBlock = 60;
const contactsPerCompanyBlock = 1300;
const firstCreation = Date.UTC(2020, 0, 9, 6);
const minuteMs = 60_000;
const sixYearsMinutes = 3_150_000;

/** Number of companies that a portal with contacts up to this id has. */
export function companyCount(lastContactId: number): number {
  return Math.max(1, Math.ceil(lastContactId / contactsPerCompanyBlock)) * companiesPerBlock;
}

/**
 * Times of creation are spread over six years for any number of contacts, and do not follow the order of the ids. Their
 * milliseconds are visible only with the switch `storedTimes`.
 */
export const createdTime: MakeCell = ({ id, random }) =>
  firstCreation + ((id * 2711) % sixYearsMinutes) * minuteMs + random.below(60) * 1000 + ((id * 37) % 1000);

export const updatedTime: MakeCell = ({ random, cells }) =>
  Number(cells['createdTime']) + random.below(400) * 60 * minuteMs;

/** The author in most rows. */
export const updatedBy: MakeCell = (row) => (row.random.chance(0.7) ? (row.cells['createdBy'] ?? null) : user(row));

/** Each block of contacts has companies of its own, some of them with many contacts. */
export const companyId: MakeCell = ({ id, random }) => {
  const block = Math.floor((id - 1) / contactsPerCompanyBlock);
  const rank = Math.floor(random.next() ** 1.2 * companiesPerBlock);
  return random.chance(0.85) ? block * companiesPerBlock + 1 + rank : null;
};

export const leadId: MakeCell = ({ random }) => (random.chance(0.15) ? 1 + random.below(900) : null);

export const birthdate: MakeCell = ({ random }) =>
  random.chance(0.3) ? Date.UTC(1950 + random.below(55), random.below(12), 1 + random.below(28), -3) : null;

/** Names of one contact agree in language and gender. */
function person({ shared }: SeedRow): { russian: boolean; woman: boolean } {
  const random = shared('person');
  return { russian: random.chance(0.6), woman: random.chance(0.5) };
}

export const firstName: MakeCell = (row) => {
  const { russian, woman } = person(row);
  const { random } = row;
  const name = russian ? random.pick(woman ? russianWomen : russianMen) : random.pick(latinNames);
  return random.chance(0.04) ? null : inAnyCase(random, name);
};

export const lastName: MakeCell = (row) => {
  const { russian, woman } = person(row);
  const { random } = row;
  const names = russian ? russianLast : latinLast;
  // The exponent makes some last names frequent and others unique.
  const name = names[Math.floor(random.next() ** 1.6 * names.length)] ?? 'Иванов';
  return random.chance(0.06) ? null : inAnyCase(random, russian && woman ? feminine(name) : name);
};

export const secondName: MakeCell = (row) => {
  const { russian, woman } = person(row);
  return russian && row.random.chance(0.5) ? `${row.random.pick(patronymics)}${woman ? 'на' : 'ич'}` : null;
};

/** Some names are typed in upper or lower case; the collation treats them as equal. */
function inAnyCase(random: Random, name: string): string {
  if (!random.chance(0.05)) return name;
  return random.chance(0.5) ? name.toUpperCase() : name.toLowerCase();
}

/** Phones, e-mails and web addresses, packed into one cell. Each kind has random numbers of its own. */
export function contactMultifields({ id, shared }: SeedRow): Cell {
  const entries: Multifield[] = [];
  const add = (typeId: Multifield['typeId'], valueType: string, value: string) =>
    entries.push({ id: id * 6 - 1 + entries.length, typeId, valueType, value });
  const [phones, emails, web] = [shared('phone'), shared('email'), shared('web')];
  if (phones.chance(0.9)) add('PHONE', phones.chance(0.7) ? 'WORK' : 'MOBILE', phone(phones));
  if (phones.chance(0.2)) add('PHONE', 'MOBILE', phone(phones));
  if (emails.chance(0.8)) add('EMAIL', 'WORK', `contact${id}@example.ru`);
  if (emails.chance(0.1)) add('EMAIL', 'HOME', `contact${id}@home.example`);
  if (web.chance(0.05)) add('WEB', 'WORK', `https://contact${id}.example/`);
  return packMultifields(entries);
}

/** A number of the range 555, which has no subscribers. */
function phone(random: Random): string {
  return `7${random.pick(['495', '812', '916', '343'])}555${String(random.below(10_000)).padStart(4, '0')}`;
}
