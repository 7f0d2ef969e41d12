/** The words of names that a title writes otherwise. */
const words: Readonly<Record<string, string>> = { id: 'ID', url: 'URL', rq: '', inn: 'INN', kpp: 'KPP' };
const wholeNames: Readonly<Record<string, string>> = {
  contactId: 'Number',
  name: 'First name',
  secondName: 'Middle name',
  post: 'Job title',
  assignedBy: 'Responsible',
  assignedById: 'Responsible ID',
  email: 'E-mail',
  emails: 'E-mails',
  cardUrl: 'Card',
  customFields: 'All custom fields',
};
/** Names that only a contact has in that sense: a company's `name` is no first name. */
const people = new Set(['', 'assignedBy', 'createdBy', 'updatedBy']);

/** Returns the title of a column, such as `Company · Title` for `company.title`. */
export function columnTitle(path: string, customTitles: ReadonlyMap<string, string> = new Map()): string {
  const custom = customTitles.get(path);
  if (custom !== undefined) return custom;
  const parts = path.split('.');
  return parts.map((name, index) => titleOfName(name, parts[index - 1] ?? '')).join(' · ');
}

function titleOfName(name: string, owner: string): string {
  if (name === 'name' && !people.has(owner)) return 'Name';
  const whole = wholeNames[name];
  if (whole !== undefined) return whole;
  const text = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => words[word.toLowerCase()] ?? word.toLowerCase())
    .filter((word) => word !== '')
    .join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
