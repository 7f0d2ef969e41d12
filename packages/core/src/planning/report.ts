import type { Credentials } from '../credentials.ts';
import { toCurl } from '../wire/curl.ts';
import type { Sent } from '../http/pipeline/send.ts';
import type { UpstreamRequest } from '../wire/upstream-request.ts';

/** One request as it was sent, for reports of what an operation cost. */
export interface SentRequest extends Sent {
  readonly endpoint: string;
  /** Number of calls that travelled in it. */
  readonly calls: number;
  /** Number of reads of 50 rows that the upstream made for it. */
  readonly innerPages: number;
  /** The same request as a command, with the credentials left out. */
  readonly curl: string;
}

/** The requests that an operation sent, in waves. */
export interface Report {
  readonly waves: readonly (readonly SentRequest[])[];
}

/** Writes a {@link Report}, request by request. */
export interface Reporter extends Report {
  /** Opens the next wave. */
  wave(): (request: UpstreamRequest, sent: Sent, size: { readonly calls: number; readonly innerPages: number }) => void;
}

/** @param baseUrl where the upstream is; of the credentials only the presence of a session is used. */
export function createReporter(baseUrl: string, { authorization }: Credentials): Reporter {
  const hasSession = authorization !== undefined;
  const waves: SentRequest[][] = [];
  return {
    waves,
    wave() {
      const requests: SentRequest[] = [];
      waves.push(requests);
      return (request, sent, size) => {
        requests.push({ endpoint: request.endpoint, ...size, ...sent, curl: toCurl(baseUrl, request, hasSession) });
      };
    },
  };
}
