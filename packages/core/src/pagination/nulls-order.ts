/**
 * The place of empty values in the upstream's order: below every other value, which is first in ascending and last in
 * descending order, as MySQL sorts NULL; or above (contract §11.7).
 */
export type NullsOrder = 'low' | 'high';
