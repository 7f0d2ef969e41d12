// Fields of the upstream's errors that may reach a caller. Each has one form; a value in another form is dropped.

/** Returns a code as in `ENTITY_NOT_FOUND`; texts of any other form are dropped. */
export function codeOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\w{1,64}$/.test(value) ? value : undefined;
}

/** An id of a request or name of a scope: no blanks, and no letters that a person's name could have. */
export function markOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value) ? value : undefined;
}

const MAX_HINT = 300;

/**
 * The advice for developers. It goes to the one caller whose credentials were sent, is the only text that says what to
 * do about a refusal, and is written for this by the upstream (contract §5), unlike `message`, which is a native text
 * that quotes what was sent. Cut, and without line breaks, so that nothing else can pass as one.
 */
export function hintOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  const line = value.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  if (line === '') return undefined;
  return line.length > MAX_HINT ? `${line.slice(0, MAX_HINT)}…` : line;
}

/** Maximum wait that a caller is asked for, a day: no limit of the upstream lasts that long (contract §5). */
const MAX_RETRY_AFTER_MS = 86_400_000;

/**
 * `retryAfter` in seconds, or the header in seconds or as a date (RFC 9110); 0 is a valid wait. A value in
 * another form is dropped: as 0, it would have all callers come back at once.
 */
export function retryAfterMsOf(member: unknown, header: string | string[] | undefined): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  const waitMs = secondsToMs(member) ?? secondsToMs(text) ?? dateToMs(text);
  return waitMs === undefined ? undefined : Math.min(waitMs, MAX_RETRY_AFTER_MS);
}

function secondsToMs(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** A date of HTTP begins with its weekday: `Date.parse` makes dates of other texts, too. */
function dateToMs(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/.test(text)) return undefined;
  const date = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
