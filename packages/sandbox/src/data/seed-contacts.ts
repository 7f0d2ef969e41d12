import { type Multifield, packMultifields } from '../fields/multifields.ts';
import { MULTIFIELDS, type Cells } from '../store/table.ts';
import { seedCustomFields } from './seed-custom-fields.ts';
import {
  feminine,
  latinLast,
  latinNames,
  patronymics,
  posts,
  russianLast,
  russianMen,
  russianWomen,
} from './people.ts';
import { createRandom, type Random } from './random.ts';
import { statusCodes } from './statuses.ts';

// Every 13th id is missing, as in a portal where records were deleted.
const idsPerGap = 12;
const contactsPerCompanyBlock = 1300;
const companiesPerBlock = 60;
const types = ['CLIENT', 'CLIENT', 'CLIENT', 'SUPPLIER', 'PARTNER', 'OTHER'] as const;
const sources = statusCodes('SOURCE');
const honorifics = statusCodes('HONORIFIC');
const from = Date.UTC(2020, 0, 9, 6);
const minuteMs = 60_000;
const sixYearsMinutes = 3_150_000;

/** The id of the n-th contact, counted from 1. */
export function contactId(n: number): number {
  return n + Math.floor((n - 1) / idsPerGap);
}

/** How many companies a number of contacts comes with. */
export function companiesFor(contacts: number): number {
  return Math.max(1, Math.ceil(contactId(contacts) / contactsPerCompanyBlock)) * companiesPerBlock;
}

/** The made-up contact with this id: the same for the same seed, whatever the number of contacts. */
export function seedContact(id: number, seed: number): Cells {
  if (id === 17) return { ...filler(createRandom(seed, id), id), ...pageExample };
  const random = createRandom(seed, id);
  return inTwoForms({ ...filler(random, id), ...person(random, id) }, id);
}

const texts = ['name', 'lastName', 'secondName', 'post', 'comments', 'sourceDescription', 'sourceId', 'honorific'];
const links = ['companyId', 'leadId'];

/** A third of the empty members in their other stored form, '' or 0; the switch `storedEmpties` tells whether it shows. */
function inTwoForms(cells: Cells, id: number): Cells {
  const other = (names: readonly string[], form: string | number) =>
    names.flatMap((name, at) => (cells[name] === null && (id + at) % 3 === 0 ? [[name, form] as const] : []));
  return { ...cells, ...Object.fromEntries([...other(texts, ''), ...other(links, 0)]) };
}

/** The row of the page's response example (list-contacts.txt, "Response example"). */
const pageExample: Cells = {
  name: 'Ivan',
  lastName: 'Petrov',
  secondName: null,
  honorific: null,
  post: null,
  comments: null,
  companyId: 1,
  assignedById: 1,
  createdBy: 1,
  updatedBy: 1,
  opened: 1,
  sourceId: 'EMAIL',
  sourceDescription: null,
  typeId: 'CLIENT',
  createdTime: Date.UTC(2024, 6, 22, 15, 0, 8),
  updatedTime: Date.UTC(2024, 6, 23, 7, 30),
  lastActivityTime: Date.UTC(2024, 6, 23, 7, 30),
  lastActivityBy: 1,
  export: 1,
  ufCrm_1720019876534: '321',
  [MULTIFIELDS]: packMultifields([
    { id: 101, typeId: 'PHONE', valueType: 'WORK', value: '74955553546' },
    { id: 102, typeId: 'EMAIL', valueType: 'WORK', value: 'ivan@company.ru' },
  ]),
};

function person(random: Random, id: number): Cells {
  const russian = random.chance(0.6);
  const woman = random.chance(0.5);
  const first = russian ? random.pick(woman ? russianWomen : russianMen) : random.pick(latinNames);
  // Skewed, so that some last names have many bearers and others one.
  const rare = random.next() ** 1.6;
  const names = russian ? russianLast : latinLast;
  const last = names[Math.floor(rare * names.length)] ?? 'Иванов';
  const father = russian && random.chance(0.5) ? `${random.pick(patronymics)}${woman ? 'на' : 'ич'}` : null;
  return {
    name: random.chance(0.04) ? null : typed(random, first),
    lastName: random.chance(0.06) ? null : typed(random, russian && woman ? feminine(last) : last),
    secondName: father,
    [MULTIFIELDS]: packMultifields(multifields(random, id)),
  };
}

/** As people type: some names stand in the data in other cases, equal by the collation. */
function typed(random: Random, name: string): string {
  if (!random.chance(0.05)) return name;
  return random.chance(0.5) ? name.toUpperCase() : name.toLowerCase();
}

function multifields(random: Random, id: number): Multifield[] {
  const entries: Multifield[] = [];
  const add = (typeId: Multifield['typeId'], valueType: string, value: string) =>
    entries.push({ id: id * 6 - 1 + entries.length, typeId, valueType, value });
  if (random.chance(0.9)) add('PHONE', random.chance(0.7) ? 'WORK' : 'MOBILE', phone(random));
  if (random.chance(0.2)) add('PHONE', 'MOBILE', phone(random));
  if (random.chance(0.8)) add('EMAIL', 'WORK', `contact${id}@example.ru`);
  if (random.chance(0.1)) add('EMAIL', 'HOME', `contact${id}@home.example`);
  if (random.chance(0.05)) add('WEB', 'WORK', `https://contact${id}.example/`);
  return entries;
}

function phone(random: Random): string {
  // 555 numbers, which belong to nobody.
  return `7${random.pick(['495', '812', '916', '343'])}555${String(random.below(10_000)).padStart(4, '0')}`;
}

function filler(random: Random, id: number): Cells {
  // Spread over six years however many contacts there are, and not in the order of the ids.
  // The milliseconds show only with the switch `storedTimes`.
  const created = from + ((id * 2711) % sixYearsMinutes) * minuteMs + random.below(60) * 1000 + ((id * 37) % 1000);
  const updated = created + random.below(400) * 60 * minuteMs;
  const author = 1 + random.below(8);
  const block = Math.floor((id - 1) / contactsPerCompanyBlock);
  const rank = Math.floor(random.next() ** 1.2 * companiesPerBlock);
  return {
    createdTime: created,
    updatedTime: updated,
    createdBy: author,
    updatedBy: random.chance(0.7) ? author : 1 + random.below(8),
    assignedById: 1 + random.below(8),
    opened: random.chance(0.5) ? 1 : 0,
    export: random.chance(0.95) ? 1 : 0,
    companyId: random.chance(0.85) ? block * companiesPerBlock + 1 + rank : null,
    leadId: random.chance(0.15) ? 1 + random.below(900) : null,
    sourceId: random.chance(0.95) ? random.pick(sources) : null,
    sourceDescription: random.chance(0.1) ? `Campaign ${1 + random.below(40)}` : null,
    typeId: random.pick(types),
    honorific: random.chance(0.3) ? random.pick(honorifics) : null,
    post: random.chance(0.4) ? random.pick(posts) : null,
    comments: random.chance(0.1) ? `Call back on day ${1 + random.below(28)}` : null,
    birthdate: random.chance(0.3)
      ? Date.UTC(1950 + random.below(55), random.below(12), 1 + random.below(28), -3)
      : null,
    lastActivityBy: author,
    lastActivityTime: updated,
    ...seedCustomFields(random),
  };
}
