import type { IncomingMessage } from 'node:http';
import { badRequest } from './http-error.ts';

/** The only accepted content type. Browsers send a preflight before they send it to another origin. */
const JSON_TYPE = 'application/json';

/**
 * Checks the content type and encoding of a body: JSON in UTF-8, not compressed.
 * @throws HttpError
 */
export function checkMediaType({ headers }: IncomingMessage): void {
  const type = headers['content-type'] ?? '';
  if (type !== JSON_TYPE) checkForm(type);
  // A few compressed bytes can expand to any size.
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    throw badRequest('Compressed request bodies are not accepted.', 415, { 'accept-encoding': 'identity' });
  }
}

function checkForm(type: string): void {
  const [essence = '', ...parameters] = type.split(';').map((part) => part.trim());
  if (essence.toLowerCase() !== JSON_TYPE) throw badRequest(`Send the operation as ${JSON_TYPE}.`, 415);
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter));
  if (charset !== undefined && !/^charset="?utf-?8"?$/i.test(charset)) {
    throw badRequest('Send the operation in UTF-8.', 415);
  }
}
