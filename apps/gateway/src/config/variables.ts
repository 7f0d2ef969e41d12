import { z } from 'zod';
import { loadVariables, observabilityVariables } from './process-variables.ts';
import { sharedVariables } from './shared-variables.ts';
import {
  accessVariables,
  budgetVariables,
  costVariables,
  networkVariables,
  pagesVariables,
  requestVariables,
} from './service-variables.ts';

/** The variables by the headings of docs/configuration.md. */
export const sections = {
  Addresses: networkVariables,
  Callers: accessVariables,
  'Limits of one operation': costVariables,
  Pages: pagesVariables,
  'Budget of the upstream': budgetVariables,
  'Replicas and cached responses': sharedVariables,
  'Limits of one request': requestVariables,
  'Load, slow clients, restarts': loadVariables,
  'Logs, metrics, traces': observabilityVariables,
} as const;

const all = {
  ...networkVariables,
  ...accessVariables,
  ...costVariables,
  ...pagesVariables,
  ...budgetVariables,
  ...sharedVariables,
  ...requestVariables,
  ...loadVariables,
  ...observabilityVariables,
};
type All = typeof all;

/** A variable without a default is `undefined` if it is not set. */
export const variables = z.object(
  Object.fromEntries(
    Object.entries(all).map(([name, kind]) => [
      name,
      kind instanceof z.ZodDefault ? kind : z.optional<z.ZodType>(kind),
    ]),
  ) as { readonly [Name in keyof All]: All[Name] extends z.ZodDefault ? All[Name] : z.ZodOptional<All[Name]> },
);

export type VariableName = keyof All;

/** Values of the variables that are set; variables without a default included. */
export type SetValues = z.output<typeof variables>;

const DEFAULT_HEADERS_TIMEOUT_MS = 10_000;
/** Time beyond OPERATION_TIMEOUT for SOCKET_TIMEOUT: while a client waits for an operation, its connection is silent. */
const SILENCE_AFTER_OPERATION_MS = 20_000;
/** Time beyond OPERATION_TIMEOUT for SHUTDOWN_TIMEOUT: an operation may begin just before the shutdown. */
const SHUTDOWN_AFTER_OPERATION_MS = 5000;
/** Load balancers need time to see `/readyz` fail. With the sandbox, a developer waits at a terminal. */
const GRACE_WITH_UPSTREAM_MS = 5000;

/** Defaults that follow from other variables. */
export const derivedDefaults = {
  HEADERS_TIMEOUT: ({ REQUEST_TIMEOUT: request }) =>
    request === 0 ? DEFAULT_HEADERS_TIMEOUT_MS : Math.min(DEFAULT_HEADERS_TIMEOUT_MS, request),
  SOCKET_TIMEOUT: ({ OPERATION_TIMEOUT: operation }) => operation + SILENCE_AFTER_OPERATION_MS,
  SHUTDOWN_GRACE: ({ VIBECODE_URL: upstream }) => (upstream === undefined ? 0 : GRACE_WITH_UPSTREAM_MS),
  SHUTDOWN_TIMEOUT: ({ OPERATION_TIMEOUT: operation }) => operation + SHUTDOWN_AFTER_OPERATION_MS,
} as const satisfies { readonly [Name in VariableName]?: (values: SetValues) => SetValues[Name] };

type DerivedName = keyof typeof derivedDefaults;

/** All values, including the defaults that follow from other variables. */
export type Values = Omit<SetValues, DerivedName> & {
  readonly [Name in DerivedName]: Exclude<SetValues[Name], undefined>;
};

/** Former names: still read, with a warning. */
export const formerNames: Readonly<Record<string, VariableName>> = {
  ANSWER_TIMEOUT: 'RESPONSE_WRITE_TIMEOUT',
  BREAKER_REST: 'BREAKER_MAX_RESET_TIMEOUT',
  EMPTY_VALUES: 'NULLS_ORDER',
};

export function withDerivedDefaults(values: SetValues): Values {
  const derived = Object.entries(derivedDefaults).map(([name, of]) => [
    name,
    values[name as DerivedName] ?? of(values),
  ]);
  return { ...values, ...(Object.fromEntries(derived) as Pick<Values, DerivedName>) };
}
