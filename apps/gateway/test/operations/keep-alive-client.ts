import { type Agent, request } from 'node:http';

/** Outcome of one operation. */
export interface Outcome {
  readonly status: number;
  readonly body: string;
  /** True if the connection closes after this response. */
  readonly last: boolean;
}

const query = '{ contacts(first: 1) { nodes { contactId } } }';

/** Reads one contact over a connection of the agent's. Rejects if the response is lost. */
export function askForOne(url: string, agent: Agent, apiKey: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body, last: response.headers.connection === 'close' }),
      );
    });
    sent.once('error', reject);
    sent.end(JSON.stringify({ query }));
  });
}
