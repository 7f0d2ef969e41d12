type Members = Readonly<Record<string, unknown>>;

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** Returns the text of a value as `columnValue` gives it; empty for none. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return RFC_3339.test(value) ? dateTime.format(new Date(value)) : value;
  if (Array.isArray(value))
    return value
      .map(cellText)
      .filter((text) => text !== '')
      .join(', ');
  return typeof value === 'object' ? objectText(value as Members) : JSON.stringify(value);
}

/** An object is shown by what people call it. */
function objectText(members: Members): string {
  if (typeof members['value'] === 'string') return members['value'];
  if ('amount' in members) return `${cellText(members['amount'])} ${cellText(members['currency'])}`.trimEnd();
  const name = ['title', 'name', 'lastName', 'rqName', 'rqCompanyName'].map((key) => members[key]);
  const text = name.filter((part) => typeof part === 'string' && part !== '').join(' ');
  return text === '' ? shortJson(members) : text;
}

function shortJson(members: Members): string {
  return Object.entries(members)
    .map(([name, value]) => [name, cellText(value)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ');
}
