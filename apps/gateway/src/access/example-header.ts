import type { Access } from '../config/access-config.ts';

/** The header that a caller needs, for whoever wants to try the gateway by hand; `null` where none is needed. */
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

/** What whoever starts the gateway should know of who may call it. */
export function accessWarnings(access: Access): readonly string[] {
  return access.mode === 'personal-key' && !access.callers
    ? [
        'whoever can call from this machine reads with VIBECODE_API_KEY: set CALLER_TOKENS or CALLER_JWKS_URL to know callers.',
      ]
    : [];
}
