import { z } from 'zod';

const flag = z.boolean();

const shape = {
  limitAbove5000: z.enum(['clamp', 'refuse']),
  unknownFilterField: z.enum(['INVALID_FILTER_FIELD', 'BITRIX_ERROR']),
  unknownSortField: z.enum(['refuse', 'ignore']),
  orderAndSort: z.enum(['sort', 'order']),
  shuffleEqualKeys: flag,
  blanksAt: z.enum(['start', 'end']),
  blanksInRange: flag,
  caseSensitive: flag,
  dollarOr: flag,
  dollarEq: flag,
  dollarNin: flag,
  longIndexedLists: z.enum(['list', 'object']),
  emptyIn: z.enum(['none', 'refuse']),
  equality: z.enum(['exact', 'like']),
  storedEmpties: z.enum(['one', 'two']),
  inFindsNull: flag,
  emptyFindsZero: flag,
  unequalFindsNull: z.enum(['always', 'texts']),
  storedTimes: z.enum(['seconds', 'milliseconds']),
  dateOffsets: z.enum(['read', 'ignored']),
  orderAbove50: z.enum(['kept', 'id']),
  multifieldContains: z.enum(['substring', 'exact']),
  phoneShape: z.enum(['string', 'array', 'get']),
  fmInLists: flag,
  blankValues: z.enum(['null', 'empty']),
  dates: z.enum(['offset', 'utc']),
  customBooleans: z.enum(['letters', 'digits']),
  totalAt: z.enum(['meta', 'both']),
  aggregatePages: z.enum(['whole', 'failing']),
  hasMoreOnExactEnd: z.union([flag, z.literal('always')]),
  searchMeta: flag,
  nextAfterId: flag,
  alignedInnerPages: flag,
  requisitesKey: z.enum(['requisites', 'requisite']),
  entityBatchLimit: z.union([z.literal(500), z.literal(50)]),
  batchMissingEntityId: z.enum(['call', 'request']),
  batchMissingRecord: z.enum(['ENTITY_NOT_FOUND', 'BITRIX_ERROR']),
  batchEmptyErrors: z.enum(['object', 'array']),
  batchDuplicateIds: z.enum(['refuse', 'last']),
  rateLimitSource: z.enum(['key', 'ip']),
  portalOverflow: z.enum(['RATE_LIMITED', 'BITRIX_UNAVAILABLE']),
  accessDenied: z.enum(['BITRIX_ACCESS_DENIED', 'ACCESS_DENIED']),
  errorDetails: flag,
  language: z.enum(['en', 'ru']),
  requestIdEchoed: flag,
  usersCasing: z.enum(['camel', 'upper']),
  batchUsersCasing: z.enum(['upper', 'camel']),
  missingUser: z.enum(['ENTITY_NOT_FOUND', 'empty']),
} as const;

/** Schema of some of the switches. */
export const switchesInput = z.strictObject(shape).partial();

/** Behaviour on points where the sources disagree or are silent (contract §9); REFERENCE.md explains each switch. */
export type Switches = z.infer<z.ZodObject<typeof shape>>;

/** Values that contract §9 recommends. */
export const defaultSwitches: Readonly<Switches> = {
  limitAbove5000: 'clamp',
  unknownFilterField: 'INVALID_FILTER_FIELD',
  unknownSortField: 'refuse',
  orderAndSort: 'sort',
  shuffleEqualKeys: false,
  blanksAt: 'start',
  blanksInRange: false,
  caseSensitive: false,
  dollarOr: false,
  dollarEq: false,
  dollarNin: false,
  longIndexedLists: 'list',
  emptyIn: 'none',
  equality: 'exact',
  storedEmpties: 'one',
  inFindsNull: true,
  emptyFindsZero: false,
  unequalFindsNull: 'always',
  storedTimes: 'seconds',
  dateOffsets: 'read',
  orderAbove50: 'kept',
  multifieldContains: 'substring',
  phoneShape: 'string',
  fmInLists: true,
  blankValues: 'null',
  dates: 'offset',
  customBooleans: 'letters',
  totalAt: 'meta',
  aggregatePages: 'whole',
  hasMoreOnExactEnd: false,
  searchMeta: true,
  nextAfterId: true,
  alignedInnerPages: false,
  requisitesKey: 'requisites',
  entityBatchLimit: 500,
  batchMissingEntityId: 'call',
  batchMissingRecord: 'ENTITY_NOT_FOUND',
  batchEmptyErrors: 'object',
  batchDuplicateIds: 'refuse',
  rateLimitSource: 'key',
  portalOverflow: 'RATE_LIMITED',
  accessDenied: 'BITRIX_ACCESS_DENIED',
  errorDetails: false,
  language: 'en',
  requestIdEchoed: false,
  usersCasing: 'camel',
  batchUsersCasing: 'upper',
  missingUser: 'ENTITY_NOT_FOUND',
};

/**
 * Returns the switches with some of them changed.
 * @throws ZodError for an unknown name or value
 */
export function changedSwitches(current: Readonly<Switches>, changes: Partial<Switches>): Switches {
  const known = Object.entries(switchesInput.parse(changes)).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(known) };
}
