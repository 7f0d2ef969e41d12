import { readFile } from 'node:fs/promises';
import { type Client, createClient } from '../client.ts';
import { inputError } from '../columns/input-error.ts';
import { withFile } from './export/file-error.ts';
import type { Terminal } from './terminal.ts';

/** The gateway and the credentials, from options. */
export interface ConnectionOptions {
  readonly url?: string;
  readonly apiKey?: string;
  readonly keyFile?: string;
  readonly session?: string;
}

/** A client with its URL and credentials, for the fingerprint of an export. */
export interface Connection {
  readonly client: Client;
  readonly url: string;
  /** The credentials, one text; never printed or stored. */
  readonly credentials: string;
}

/** Address at which `npm start` of the repository listens. */
export const DEFAULT_URL = 'http://127.0.0.1:4000/graphql';

/**
 * Creates the client from options and environment.
 * @throws InputError if the URL or the key cannot be used; the message repeats neither
 */
export async function connect(options: ConnectionOptions, { env }: Terminal): Promise<Connection> {
  const url = options.url ?? env['CONTACTS_URL'] ?? DEFAULT_URL;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw inputError('--url', 'takes the http or https address of a gateway, such as http://127.0.0.1:4000/graphql.');
  }
  const apiKey = await apiKeyOf(options, env);
  const session = options.session ?? env['CONTACTS_SESSION'];
  try {
    const client = createClient({ url, ...(apiKey && { apiKey }), ...(session && { session }) });
    return { client, url, credentials: JSON.stringify([apiKey ?? '', session ?? '']) };
  } catch {
    // The message of the client names arguments that this program does not have.
    throw inputError('connection', 'the URL holds a user name, or the key or session a character that cannot be sent.');
  }
}

async function apiKeyOf({ apiKey, keyFile }: ConnectionOptions, env: Terminal['env']): Promise<string | undefined> {
  if (apiKey !== undefined && keyFile !== undefined)
    throw inputError('--key-file', 'replaces --api-key; give only one of them.');
  if (keyFile === undefined) return apiKey ?? env['CONTACTS_API_KEY'];
  const text = await withFile(keyFile, () => readFile(keyFile, 'utf8'));
  return text.trim();
}
