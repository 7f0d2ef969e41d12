import type { RequestListener } from 'node:http';
import { printedSchema } from '@contacts/schema';
import type { Authenticate } from '../../access/authenticate.ts';
import type { Introspection } from '../../config/security-config.ts';
import { introspectionDisabled } from '../documents/introspection.ts';
import { HttpError } from '../../http/http-error.ts';
import { errorListener, type ErrorListenerOptions } from '../../http/error-listener.ts';

/** Path of the schema in its definition language, for codegen and editors. */
export const SCHEMA_PATH = '/schema.graphql';

export interface SchemaFileOptions extends ErrorListenerOptions {
  readonly authenticate: Authenticate;
  readonly introspection: Introspection;
}

/** Serves the schema at {@link SCHEMA_PATH} to requests with credentials, unless introspection is off. */
export function createSchemaFile({ authenticate, introspection, ...refusing }: SchemaFileOptions): RequestListener {
  return errorListener(refusing, async (request, response) => {
    await authenticate(request);
    if (introspection === 'off') {
      throw new HttpError({ status: 403, ...introspectionDisabled(SCHEMA_PATH, introspection) });
    }
    const text = Buffer.from(printedSchema());
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length });
    response.end(text);
  });
}
