import { type Exchange, exchanges, type Happening, json, member, succeeded } from './trace.ts';
import type { Span } from './words.ts';

const store = '/api/v1/trust-management/certificates';

/** Something that puts a certificate to use. */
export interface Replacement extends Span {
  readonly exchange: Exchange;
  /** The certificates that are to be used. */
  readonly ids: readonly string[];
  /** `API`, `MGMT_CLUSTER`, …; `batch` for a batch. */
  readonly service: string;
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const texts = (values: readonly unknown[]): readonly string[] =>
  values.flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []));
const idIn = ({ path }: Exchange): string => path.slice(store.length + 1);

/** Imports that succeeded, each with the ids that it gave. */
export function imports(trace: readonly Happening[]): readonly { seq: number; ids: readonly string[] }[] {
  return exchanges(trace)
    .filter(
      (one) => one.method === 'POST' && one.path === store && one.query.get('action') === 'import' && succeeded(one),
    )
    .map(({ answered = 0, answer }) => ({
      seq: answered,
      ids: texts(listed(member(json(answer), 'results')).map((one) => member(one, 'id'))),
    }));
}

/** Certificates that were there already and were looked up: a list, or one of them. */
export function found(trace: readonly Happening[]): readonly { seq: number; ids: readonly string[] }[] {
  return exchanges(trace)
    .filter((one) => one.method === 'GET' && one.path.startsWith(store) && !one.query.has('action') && succeeded(one))
    .map(({ answered = 0, answer }) => {
      const body = json(answer);
      const all = [body, ...listed(member(body, 'results'))];
      return { seq: answered, ids: texts(all.map((one) => member(one, 'id'))) };
    });
}

/** Certificates of which the manager said that they are in order. */
export function validations(trace: readonly Happening[]): readonly { seq: number; id: string }[] {
  return exchanges(trace)
    .filter(
      (one) =>
        one.method === 'GET' && one.query.get('action') === 'validate' && member(json(one.answer), 'status') === 'OK',
    )
    .map((one) => ({ seq: one.answered ?? 0, id: idIn(one) }));
}

/** Everything that puts a certificate to use, by whichever of the operations that there are. */
export function replacements(trace: readonly Happening[]): readonly Replacement[] {
  const all = exchanges(trace);
  return all.flatMap((exchange) => {
    const made = replacement(exchange);
    if (!made) return [];
    const until = made.service === 'batch' ? batchEnd(all, exchange) : exchange.closed;
    return [{ ...made, exchange, seq: exchange.seq, ...(until !== undefined && { until }) }];
  });
}

function replacement(one: Exchange): Pick<Replacement, 'ids' | 'service'> | undefined {
  if (one.method !== 'POST') return undefined;
  const action = one.query.get('action');
  const named = texts([one.query.get('certificate_id')]);
  if (one.path === `${store}/action/batch-replace`) {
    const pairs = listed(member(json(one.body), 'certificate_replacements'));
    return { service: 'batch', ids: texts(pairs.map((pair) => member(pair, 'new_certificate_id'))) };
  }
  if (action === 'set_cluster_certificate') return { service: 'MGMT_CLUSTER', ids: named };
  if (action !== 'apply_certificate') return undefined;
  if (one.path.endsWith('/services/http')) return { service: 'API', ids: named };
  return { service: one.query.get('service_type') ?? '', ids: [idIn(one)] };
}

/** A batch goes on after its answer, until its results say that nothing is pending. */
function batchEnd(all: readonly Exchange[], batch: Exchange): number | undefined {
  if (!succeeded(batch)) return batch.closed;
  return all.find((one) => one.seq > batch.seq && isBatchOver(one))?.answered;
}

/** Whether an answer says that a batch has ended. */
export function isBatchOver(one: Exchange): boolean {
  const results = listed(member(json(one.answer), 'results'));
  return (
    one.path === `${store}/batch-results` &&
    succeeded(one) &&
    results.length > 0 &&
    results.every((step) => member(step, 'status') !== 'PENDING')
  );
}

/** Sessions that were made, and those that were destroyed. */
export function sessions(trace: readonly Happening[]): { made: readonly Exchange[]; destroyed: readonly Exchange[] } {
  const all = exchanges(trace).filter(succeeded);
  return {
    made: all.filter(({ path }) => path === '/api/session/create'),
    destroyed: all.filter(({ path }) => path === '/api/session/destroy'),
  };
}
