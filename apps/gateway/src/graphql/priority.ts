import type { Priority } from '@contacts/core';

/** How urgent an operation is, by the header `Priority` of RFC 9218: urgency 5 and above, as walkers send it, can wait. */
export function priorityOf(header: string | null | undefined): Priority {
  const [, urgency] = /(?:^|,)\s*u=([0-7])/.exec(header ?? '') ?? [];
  return Number(urgency ?? 3) >= 5 ? 'background' : 'interactive';
}
