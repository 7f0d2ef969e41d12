import { type ContactOrder, type ContactOrderField, orderFields } from '@contacts/client';
import { MAX_ORDER_KEYS } from '../view/view.ts';
import { columnTitle } from './titles.ts';

export interface OrderFormProps {
  readonly orderBy: readonly ContactOrder[];
  readonly onChange: (orderBy: readonly ContactOrder[]) => void;
}

/** The sort keys of the list, also those that are no columns of the table. */
export function OrderForm({ orderBy, onChange }: OrderFormProps) {
  const places = Array.from({ length: Math.min(orderBy.length + 1, MAX_ORDER_KEYS) }, (_, index) => index);
  const change = (place: number, key: ContactOrder | null): void =>
    onChange([...orderBy.slice(0, place), ...(key ? [key] : []), ...orderBy.slice(place + 1)]);
  return (
    <div className="order">
      <h2>Sort</h2>
      {places.map((place) => (
        <OrderKey key={place} place={place} orderBy={orderBy} onChange={(key) => change(place, key)} />
      ))}
      <p className="hint">Contacts that are equal by all keys are sorted by number.</p>
    </div>
  );
}

interface OrderKeyProps {
  readonly place: number;
  readonly orderBy: readonly ContactOrder[];
  readonly onChange: (key: ContactOrder | null) => void;
}

function OrderKey({ place, orderBy, onChange }: OrderKeyProps) {
  const key = orderBy[place];
  const label = place === 0 ? 'Sort by' : 'then by';
  const free = orderFields.filter(({ value }) => value === key?.field || !orderBy.some(({ field }) => field === value));
  const choose = (value: string): void => onChange(value === '' ? null : { ...key, field: value as ContactOrderField });
  return (
    <div className="order-key">
      <label>
        <span>{label}</span>
        <select value={key?.field ?? ''} onChange={(event) => choose(event.target.value)}>
          <option value="">{place === 0 ? 'Number' : 'nothing more'}</option>
          {free.map(({ name, value }) => (
            <option key={value} value={value}>
              {columnTitle(name)}
            </option>
          ))}
        </select>
      </label>
      {key ? (
        <select
          aria-label={`Direction of ${label}`}
          value={key.direction ?? 'ASC'}
          onChange={(event) => onChange({ field: key.field, direction: event.target.value as 'ASC' | 'DESC' })}
        >
          <option value="ASC">ascending</option>
          <option value="DESC">descending</option>
        </select>
      ) : null}
    </div>
  );
}
