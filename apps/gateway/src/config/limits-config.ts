import type { InputLimits } from '@contacts/schema';
import { requestVariables } from './service-variables.ts';
import type { Values } from './variables.ts';

/** Limits of one request within the gateway, by their variables; the plan's limits apply to the upstream. */
export type RequestLimits = Pick<Values, keyof typeof requestVariables>;

export function limitsOf(values: Values): RequestLimits {
  const names = Object.keys(requestVariables) as (keyof RequestLimits)[];
  return Object.fromEntries(names.map((name) => [name, values[name]])) as RequestLimits;
}

/** Returns the limits of inputs in the form that the schema takes. */
export function inputLimitsOf(limits: RequestLimits): InputLimits {
  const limit = (name: keyof RequestLimits) => ({ max: limits[name], name });
  return {
    ids: limit('MAX_IDS'),
    values: limit('MAX_LIST_LENGTH'),
    customFields: limit('MAX_CUSTOM_FIELDS'),
  };
}
