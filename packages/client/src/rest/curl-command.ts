import { inputError } from '../columns/input-error.ts';
import { shellWords } from './shell-words.ts';

/** A request to the REST API. */
export interface RestRequest {
  readonly method: string;
  /** The URL as it is written. */
  readonly url: string;
  /** The body, if the command has one that is sent as such. */
  readonly body: string | undefined;
}

/** Options of curl that take no value; any other short one, and those of `withValue`, takes the next word. */
const shortFlags = 'gskLvifNaSO#46j0123qlnp';
const withValue: ReadonlySet<string> = new Set([
  '--header',
  '--user-agent',
  '--user',
  '--referer',
  '--cookie',
  '--cookie-jar',
  '--output',
  '--max-time',
  '--connect-timeout',
  '--proxy',
  '--retry',
  '--write-out',
  '--cacert',
  '--cert',
  '--resolve',
  '--oauth2-bearer',
  '--range',
  '--form',
  '--config',
  '--dump-header',
  '--limit-rate',
  '--interface',
]);
/** The long forms of the short options that say something of the request. */
const longForms: Readonly<Record<string, string>> = { X: '--request', d: '--data', G: '--get', I: '--head' };

/** An option with its value. */
type Option = readonly [name: string, value: string];

/**
 * Reads a request as people copy it: a curl command, a call of `fetch`, a URL or a path. Headers, which can hold a key, are
 * left out.
 * @throws InputError if it is none of these
 */
export function parseRequest(text: string): RestRequest {
  const trimmed = text.trim();
  if (/^(?:\$ )?curl(?:\.exe)?\s/.test(trimmed)) {
    return parseCurl(shellWords(withoutCarets(trimmed.replace(/^\$ /, ''))).slice(1));
  }
  const [, url] = /fetch\(\s*['"`]([^'"`]+)/.exec(trimmed) ?? [];
  if (url !== undefined) return { method: 'GET', url, body: undefined };
  if (/^(?:https?:\/\/|\/)\S*$/i.test(trimmed)) return { method: 'GET', url: trimmed, body: undefined };
  throw inputError('command', 'takes a curl command, a URL such as https://…/v1/contacts?limit=10, or its path.');
}

/** Browsers on Windows copy commands for its command prompt, which escapes letters and lines with a caret. */
function withoutCarets(text: string): string {
  if (!/\^["\r\n]/.test(text)) return text;
  return text.replaceAll(/\^\r?\n/g, ' ').replaceAll(/\^(.)/g, '$1');
}

/** Reads the words behind `curl`. */
export function parseCurl(words: readonly string[]): RestRequest {
  const { options, urls } = divide(words);
  const named = options.filter(([name]) => name === '--url').map(([, value]) => value);
  // curl takes brackets for a range, so that they are written with a backslash, or with `-g`.
  const [url, another] = [...urls, ...named].map((each) => each.replaceAll(/\\([[\]{}])/g, '$1'));
  if (url === undefined) throw inputError('command', 'the curl command has no URL.');
  if (another !== undefined) throw inputError('command', 'the curl command has several URLs; give one of them.');
  const data = options.flatMap(dataOf);
  const isGet = options.some(([name]) => name === '--get');
  const method = options.findLast(([name]) => name === '--request')?.[1];
  if (isGet && data.length > 0) {
    const joined = `${url}${url.includes('?') ? '&' : '?'}${data.join('&')}`;
    return { method: method ?? 'GET', url: joined, body: undefined };
  }
  const body = data.length === 0 ? undefined : data.join('&');
  return { method: (method ?? (body === undefined ? 'GET' : 'POST')).toUpperCase(), url, body };
}

function dataOf([name, value]: Option): readonly string[] {
  if (name === '--data-urlencode') {
    const end = value.indexOf('=');
    return [
      end === -1 ? encodeURIComponent(value) : `${value.slice(0, end + 1)}${encodeURIComponent(value.slice(end + 1))}`,
    ];
  }
  if (!name.startsWith('--data') && name !== '--json') return [];
  if (value.startsWith('@') && name !== '--data-raw') {
    throw inputError(name, 'names a file, which is not read; put its text in place of it.');
  }
  return [value];
}

function divide(words: readonly string[]): { readonly options: readonly Option[]; readonly urls: readonly string[] } {
  const options: Option[] = [];
  const urls: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const taken = word.startsWith('-') && word !== '-' ? optionOf(word, words[index + 1]) : undefined;
    if (!taken) urls.push(word);
    else {
      options.push(...taken.options);
      if (taken.takesNext) index += 1;
    }
  }
  return { options, urls };
}

interface Taken {
  readonly options: readonly Option[];
  readonly takesNext: boolean;
}

function optionOf(word: string, next = ''): Taken {
  if (word.startsWith('--')) {
    const takesNext = withValue.has(word) || /^--(?:request|url|json|data(?:-\w+)?)$/.test(word);
    return { options: [[word, takesNext ? next : '']], takesNext };
  }
  // Flags without a value can stand together, and the value of the last option behind its letter: `-sXPOST`.
  const letters = word.slice(1);
  const end = letters.split('').findIndex((letter) => !`${shortFlags}GI`.includes(letter));
  const flags = end === -1 ? letters : letters.slice(0, end);
  const options = flags.split('').map((letter): Option => [longForms[letter] ?? `-${letter}`, '']);
  if (end === -1) return { options, takesNext: false };
  const name = longForms[letters[end] ?? ''] ?? `-${letters[end] ?? ''}`;
  const attached = letters.slice(end + 1);
  return { options: [...options, [name, attached || next]], takesNext: attached === '' };
}
