import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { printedSchema } from '@contacts/schema';
import type { Authenticate } from '../access/callers.ts';
import { type Introspection, introspectionDisabled } from '../documents/introspection.ts';
import { Refusal, sendRefusal } from './refusal.ts';

/** Path of the schema in its definition language, for codegen and editors. */
export const SCHEMA_PATH = '/schema.graphql';

export interface SchemaFileOptions {
  readonly authenticate: Authenticate;
  readonly introspection: Introspection;
  /** Returns the refusal for an error that is none. */
  readonly toRefusal: (error: unknown) => Refusal;
  readonly onRefusal?: ((request: IncomingMessage, refusal: Refusal) => void) | undefined;
}

/** Answers GET of {@link SCHEMA_PATH} for requests with credentials, unless the gateway does not describe its schema. */
export function createSchemaFile({ authenticate, introspection, ...options }: SchemaFileOptions): RequestListener {
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refusal = options.toRefusal(error);
      options.onRefusal?.(request, refusal);
      if (response.headersSent) response.destroy();
      else sendRefusal(request, response, refusal);
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await authenticate(request);
    if (introspection === 'off')
      throw new Refusal({ status: 403, ...introspectionDisabled(SCHEMA_PATH, introspection) });
    const text = Buffer.from(printedSchema());
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length });
    response.end(text);
  }
}
