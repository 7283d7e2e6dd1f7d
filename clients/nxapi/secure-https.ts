import { TransportError } from '../errors.ts';
import type { NxapiClient } from '../nxapi.ts';
import { type RetryPolicy, realDelay, withRetries } from '../retry.ts';
import { fingerprint, type Trust } from '../tls.ts';
import { failedByText } from './command-error.ts';
import { showHostname } from './shows/version.ts';

/** What {@link secureHttps} installs, and how it knows the result. */
export interface SecureHttps extends Pick<Trust, 'ca' | 'servername'>, Partial<RetryPolicy> {
  /** Where the certificate lies on the switch, such as `bootflash:nxapi/nxapi-cert.pem`. */
  readonly certFile: string;
  /** Where its key lies; without a passphrase where the release cannot take one. */
  readonly keyFile: string;
  readonly port: number;
  /** Serve only this VRF. Mind where you come from: through any other one the switch is gone afterwards. */
  readonly vrf?: string;
  /** SHA-256 fingerprint of the certificate in `certFile`, known from where it was made. */
  readonly pin: string;
  readonly signal?: AbortSignal;
}

/**
 * Makes a switch serve NX-API over HTTPS alone, with a certificate that already lies on its flash: uploads and enables the
 * pair, moves the listener, closes plain HTTP, and comes back over the new listener to see that very certificate. Nothing
 * is saved: call `save()` on the client that it returns when you are content.
 *
 * @returns a client for the new address, pinned to the certificate. The old client's listener is gone; close it.
 * @throws CommandError when the switch refuses a file or the pair; then the listeners are as they were
 * @throws PinMismatchError or another TransportError when the new listener does not show the certificate in time (with
 *   the default of 8 retries about 20 s, since switches restart their front end)
 */
export async function secureHttps(client: NxapiClient, options: SecureHttps): Promise<NxapiClient> {
  const { certFile, keyFile, port, vrf, ca, servername, signal, retries = 8, delay = realDelay } = options;
  const pin = fingerprint(options.pin);
  const call = signal === undefined ? {} : { signal };
  const uploads = [`nxapi certificate httpscrt certfile ${certFile}`, `nxapi certificate httpskey keyfile ${keyFile}`];
  for (const { command, text } of await client.configure(uploads, call)) {
    if (/^\s*(ERROR|%)/im.test(text)) throw failedByText(command, text);
  }
  // The pair is tried first: if it does not match, no listener has moved. Plain HTTP, perhaps ours, closes last.
  const listeners = [
    'nxapi certificate enable',
    `nxapi https port ${port}`,
    ...(vrf === undefined ? [] : [`nxapi use-vrf ${vrf}`]),
    'no nxapi http',
  ];
  try {
    await client.configure(listeners, call);
  } catch (error) {
    // The listener that should answer is the one being moved; what is served afterwards is the proof.
    if (!(error instanceof TransportError) || !error.sent) throw error;
  }
  const url = new URL(client.url);
  const trust = { pin, ...(ca === undefined ? {} : { ca }), ...(servername === undefined ? {} : { servername }) };
  const secured = client.at(`https://${url.hostname}:${port}`, trust);
  try {
    const arrived = () => secured.show(showHostname(), call);
    await withRetries(arrived, (error) => error instanceof TransportError, { retries, delay }, signal);
    return secured;
  } catch (error) {
    await secured.close();
    throw error;
  }
}
