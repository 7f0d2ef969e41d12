import type { Access } from '../config/access-config.ts';

/** Returns the header to call the gateway with by hand; `null` if none is needed. */
export function exampleHeader(access: Access, sandboxKey: string | undefined): string | null {
  switch (access.mode) {
    case 'pass-through':
      return `X-Api-Key: ${sandboxKey ?? 'YOUR_API_KEY'}`;
    case 'app-key':
      return 'Authorization: Bearer YOUR_SESSION';
    case 'personal-key':
      return access.callers ? 'Authorization: Bearer YOUR_TOKEN' : null;
    default:
      return access satisfies never;
  }
}

/** Returns warnings about the access, for the log of the start. */
export function accessWarnings(access: Access): readonly string[] {
  return access.mode === 'personal-key' && !access.callers
    ? [
        'any program on this machine can read with VIBECODE_API_KEY: set CALLER_TOKENS or CALLER_JWKS_URL to authenticate callers.',
      ]
    : [];
}
