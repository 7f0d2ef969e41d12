import type { IncomingMessage } from 'node:http';
import { badRequest } from './http-error.ts';

/** The only form that a request's body may have. Browsers ask first before they send it to another origin. */
const JSON_TYPE = 'application/json';

/**
 * Checks what the headers say of the body: JSON in UTF-8, as it stands.
 * @throws HttpError
 */
export function checkMediaType({ headers }: IncomingMessage): void {
  const type = headers['content-type'] ?? '';
  if (type !== JSON_TYPE) checkForm(type);
  // A few bytes would unpack to as many as one likes.
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    throw badRequest('Compressed request bodies are not taken.', 415, { 'accept-encoding': 'identity' });
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
