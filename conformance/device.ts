import { CouldNotRun } from './errors.ts';
import type { TlsOffer } from './oracle/connect.ts';
import { type Asked, type Connection, connection, type Exchange, headers } from './oracle/http.ts';
import { type Patience, probe, type Reach } from './oracle/probe.ts';
import { type Credentials, type Executed, openSsh, type Shell, type SshSession, tryLogin } from './oracle/ssh.ts';
import { type Presented, presented } from './oracle/tls.ts';
import type { Access, DeviceClock, Door, FileServer, Place, Target } from './target.ts';
import { eventually } from './wait.ts';

/** A device as a case meets it: who may log in, and independent ways of looking at it from outside. */
export interface Device extends Credentials {
  readonly name: string;
  readonly release: string;
  /** The password of privileged mode. @throws CouldNotRun where the target has none. */
  readonly enablePassword: string;
  /** @throws CouldNotRun where the target has none. */
  readonly files: FileServer;
  /** @throws CouldNotRun where the target has none. */
  readonly clock: DeviceClock;
  place(door: Door): Promise<Place>;
  /** Knocks once. */
  reach(door: Door): Promise<Reach>;
  /** Knocks until the wanted answer comes or the device's settling time is over; gives the last answer. */
  reachBecomes(door: Door, wanted: Reach): Promise<Reach>;
  /** What a new TLS handshake shows. */
  presents(door: Door, offer?: TlsOffer & { readonly ca?: string }): Promise<Presented>;
  /** The same, looking until that certificate (SHA-256, hexadecimal) is shown or the settling time is over. */
  presentsBecomes(door: Door, sha256: string, ca?: string): Promise<Presented>;
  /** One request on a connection of its own; `plain` is HTTP without TLS. */
  request(door: Door, asked: Asked, over?: 'tls' | 'plain'): Promise<Exchange>;
  /** A connection for several requests; closed with the case. */
  connection(door: Door, over?: 'tls' | 'plain'): Promise<Connection>;
  /** Whether SSH lets this user in. */
  login(who: Credentials): Promise<'accepted' | 'refused'>;
  /** Runs a command on an SSH exec channel, as the given user or the device's own. */
  exec(command: string, who?: Credentials): Promise<Executed>;
  /** A terminal session; closed with the case. */
  shell(prompt: RegExp, who?: Credentials): Promise<Shell>;
}

/** A device together with what must be closed when the case is over. */
export interface OpenDevice {
  readonly device: Device;
  close(): void;
}

const sshDoor: Door = { port: 22 };

/** Gives a case its oracles over a device that the target has opened. */
export function openDevice(access: Access, target: Target, signal: AbortSignal): OpenDevice {
  const { secrets, settleMs } = target;
  const patience: Patience = { patienceMs: target.patienceMs, signal };
  const settling = { withinMs: settleMs, signal };
  const open: { close(): void }[] = [];
  secrets.learn('password', access.password);
  if (access.enablePassword !== undefined) secrets.learn('password', access.enablePassword);
  if (access.files) secrets.learn('password', access.files.password);

  const keep = <C extends { close(): void }>(closable: C): C => {
    open.push(closable);
    return closable;
  };

  /** Cookies that a device hands out are credentials: from here on they are known as secrets. */
  const learnCookies = (exchange: Exchange): Exchange => {
    for (const cookie of headers(exchange, 'set-cookie')) {
      const value = /^[^=;]+=(?:[^:;]*:)?([^;]*)/.exec(cookie)?.[1];
      if (value) secrets.learn('cookie', value);
    }
    return exchange;
  };

  async function connect(door: Door, over: 'tls' | 'plain' = 'tls'): Promise<Connection> {
    const opened = await connection(await access.place(door), over === 'tls' ? access.trust : undefined, patience);
    return keep({ send: async (asked: Asked) => learnCookies(await opened.send(asked)), close: opened.close });
  }

  async function session(who: Credentials = access): Promise<SshSession> {
    secrets.learn('password', who.password);
    return keep(await openSsh(await access.place(sshDoor), who, patience));
  }

  const reach = async (door: Door) => probe(await access.place(door), patience);
  const presents = async (door: Door, offer: TlsOffer & { ca?: string } = {}) =>
    presented(await access.place(door), offer, patience);

  const device: Device = {
    name: access.name,
    release: target.release,
    username: access.username,
    password: access.password,
    get enablePassword() {
      return access.enablePassword ?? missing('no password of privileged mode');
    },
    get files() {
      return access.files ?? missing('no file server');
    },
    get clock() {
      return access.clock ?? missing('no clock that can be moved');
    },
    place: (door) => access.place(door),
    reach,
    reachBecomes: (door, wanted) =>
      eventually(
        () => reach(door),
        (seen) => seen === wanted,
        settling,
      ),
    presents,
    presentsBecomes: (door, sha256, ca) =>
      eventually(
        () => presents(door, ca === undefined ? {} : { ca }),
        (seen) => seen.shown && seen.certificate.sha256 === sha256,
        settling,
      ),
    request: async (door, asked, over) => {
      const opened = await connect(door, over);
      const exchange = await opened.send(asked);
      opened.close();
      return exchange;
    },
    connection: connect,
    login: async (who) => {
      secrets.learn('password', who.password);
      return tryLogin(await access.place(sshDoor), who, patience);
    },
    exec: async (command, who) => {
      const opened = await session(who);
      const result = await opened.exec(command);
      opened.close();
      return result;
    },
    shell: async (prompt, who) => keep(await (await session(who)).shell(prompt)),
  };

  return {
    device,
    close: () => {
      for (const closable of open.reverse()) closable.close();
    },
  };
}

function missing(what: string): never {
  throw new CouldNotRun(`the target has ${what}`);
}
