import { createHmac, randomBytes } from 'node:crypto';

const key = randomBytes(32);
const known = new WeakMap<object, Map<string, number>>();

/**
 * What stands in the journal for a secret: `‹password#2›`. The same secret of the same device gives the same text for as
 * long as the process lives, so that a reader can follow it without knowing it.
 *
 * @param owner the device
 * @param name what the secret is: `password`, `token`
 */
export function placeholder(owner: object, name: string, secret: string): string {
  let numbers = known.get(owner);
  if (!numbers) {
    numbers = new Map();
    known.set(owner, numbers);
  }
  const digest = createHmac('sha256', key).update(`${name}\0${secret}`).digest('base64');
  let number = numbers.get(digest);
  if (number === undefined) {
    number = numbers.size + 1;
    numbers.set(digest, number);
  }
  return `‹${name}#${number}›`;
}
