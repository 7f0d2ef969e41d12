import { builder } from './builder.ts';
import './scalars.ts';
import './contact.ts';
import './contact-connection.ts';
import './contact-field.ts';
import './contacts-aggregate.ts';
import './node.ts';
import './viewer.ts';
import { resolveIdsAtOnce } from './global-id.ts';

/** The executable schema. */
export const schema = resolveIdsAtOnce(builder.toSchema());
