import { GatewayError, type GatewayProblem, toGatewayCode } from './errors.ts';
import type { TypedDocument } from './typed-document.ts';

/**
 * Returns the data of a GraphQL result.
 * @throws GatewayError if the text is no GraphQL result, or has errors
 */
export function readResult<Result>(document: TypedDocument<Result, never>, status: number, text: string): Result {
  const result = parseObject(text);
  const hasErrors = Array.isArray(result?.['errors']) && result['errors'].length > 0;
  if (!result || !(hasErrors || isObject(result['data']))) {
    // The body can be the page of a proxy or a captive portal. It is not repeated.
    throw new GatewayError('BAD_RESPONSE', `The answer (HTTP ${status}) is no GraphQL result: check the url.`, {
      status,
    });
  }
  if (!hasErrors) return result['data'] as Result;

  const problems = (result['errors'] as readonly unknown[]).map(toProblem);
  const [first] = problems as [GatewayProblem];
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new GatewayError(first.code, `${first.message}${more}`, { problems, data: result['data'], document, status });
}

function toProblem(error: unknown): GatewayProblem {
  const { message, path, extensions } = isObject(error) ? error : {};
  const known = isObject(extensions) ? extensions : {};
  return {
    message: typeof message === 'string' ? message : 'The gateway gave no message.',
    code: toGatewayCode(known['code']),
    path: Array.isArray(path) ? path.filter((key) => typeof key === 'string' || typeof key === 'number') : [],
    extensions: known,
  };
}

type JsonObject = { readonly [name: string]: unknown; message?: unknown; path?: unknown; extensions?: unknown };

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
