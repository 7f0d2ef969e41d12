import type { Priority } from '@contacts/core';

/** Returns the priority of the header `Priority` (RFC 9218): urgency 5 and above, as walks send it, is background. */
export function priorityOf(header: string | null | undefined): Priority {
  if (header === undefined || header === null) return 'interactive';
  const [, urgency] = /(?:^|,)\s*u=([0-7])/.exec(header) ?? [];
  return Number(urgency ?? 3) >= 5 ? 'background' : 'interactive';
}
