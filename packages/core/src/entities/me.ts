import { asObject, decoded, misfit, toText } from './decode.ts';

/**
 * The portal of a key, and what the key may do there (contract §6, `GET /v1/me`). Members are decoded when they are read:
 * one that has no known form is an error at its own place, and the others stay.
 */
export interface Me {
  /**
   * The host of the portal, such as `mycompany.bitrix24.ru`.
   * @throws UpstreamError `bad_response` if there is none: a management key has no portal of its own
   */
  readonly portal: string;
  /** The scopes of the key, such as `crm`; `null` if the answer lacks them. */
  readonly scopes: readonly string[] | null;
  /** `READWRITE` or `READONLY`; `null` if the answer lacks it: the member is newer than the documents. */
  readonly accessMode: string | null;
}

/** Decodes the `data` of `GET /v1/me`. @throws UpstreamError `bad_response` if it is no object */
export function toMe(data: unknown): Me {
  const members = asObject(data);
  if (!members) throw misfit('key', 'data', data);
  const { portal, scopes, accessMode } = members;
  return {
    get portal() {
      return decoded('key', 'portal', portal, toHost);
    },
    get scopes() {
      return decoded('key', 'scopes', scopes, toScopes);
    },
    get accessMode() {
      return decoded('key', 'accessMode', accessMode, toText);
    },
  };
}

function toHost(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9.-]+$/i.test(value) ? value : undefined;
}

function toScopes(value: unknown): readonly string[] | null | undefined {
  if (value === null || value === undefined) return null;
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList ? value : undefined;
}
