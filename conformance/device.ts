import { CouldNotRun } from './errors.ts';
import type { TlsOffer } from './oracle/connect.ts';
import { type Asked, type Connection, connection, type Exchange, header, headers } from './oracle/http.ts';
import { type Patience, probe, type Reach } from './oracle/probe.ts';
import {
  type Answer,
  type Credentials,
  type Executed,
  type Login,
  openSsh,
  type Shell,
  type SshSession,
  tryLogin,
} from './oracle/ssh.ts';
import { type Presented, presented } from './oracle/tls.ts';
import type { Access, DeviceClock, Door, FileServer, Place, Target } from './target.ts';
import { eventually } from './wait.ts';
import type { Tap, WireEntry } from './wire.ts';

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
  /**
   * Runs a command on an SSH exec channel, as the given user or the device's own.
   * @param door of another node of a cluster; the management address unless given
   */
  exec(command: string, who?: Credentials, door?: Door): Promise<Executed>;
  /** A terminal session; closed with the case. */
  shell(prompt: RegExp, who?: Credentials): Promise<Shell>;
}

/** A device together with what must be closed when the case is over. */
export interface OpenDevice {
  readonly device: Device;
  close(): void;
}

const sshDoor: Door = { port: 22 };

/**
 * Gives a case its oracles over a device that the target has opened. All that leaves goes through here, so that the
 * target's budget is kept and `tap` is told of every exchange.
 */
export function openDevice(access: Access, target: Target, signal: AbortSignal, tap?: Tap): OpenDevice {
  const { secrets, settleMs, budget } = target;
  const patience: Patience = { patienceMs: target.patienceMs, signal };
  const settling = { withinMs: settleMs, signal };
  const open: { close(): void }[] = [];
  const sessions = new Map<string, Promise<SshSession>>();
  secrets.learn('password', access.password);
  if (access.enablePassword !== undefined) secrets.learn('password', access.enablePassword);
  if (access.files) secrets.learn('password', access.files.password);

  const keep = <C extends { close(): void }>(closable: C): C => {
    open.push(closable);
    return closable;
  };

  /** Does something at a door and tells of it, also when it fails. */
  async function told<T>(over: WireEntry['over'], door: Door, sent: unknown, act: () => Promise<T>): Promise<T> {
    const entry = { over, door: typeof door === 'string' ? door : String(door.port), sent };
    try {
      const got = await act();
      tap?.({ ...entry, got });
      return got;
    } catch (thrown) {
      tap?.(entry);
      throw thrown;
    }
  }

  /** Cookies and tokens that a device hands out are credentials: from here on they are known as secrets. */
  const learnSessions = (exchange: Exchange): Exchange => {
    for (const cookie of headers(exchange, 'set-cookie')) {
      const value = /^[^=;]+=(?:[^:;]*:)?([^;]*)/.exec(cookie)?.[1];
      if (value) secrets.learn('cookie', value);
    }
    for (const name of ['x-auth-token', 'x-xsrf-token']) {
      const token = header(exchange, name);
      if (token) secrets.learn('token', token);
    }
    return exchange;
  };

  const mine = `Basic ${Buffer.from(`${access.username}:${access.password}`).toString('base64')}`;

  async function exchange(opened: Connection, over: 'https' | 'http', door: Door, asked: Asked): Promise<Exchange> {
    const authorization = asked.headers?.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    if (authorization !== undefined) {
      const encoded = /^Basic (.+)$/.exec(authorization)?.[1];
      if (encoded !== undefined) secrets.learn('password', encoded);
      budget?.login(authorization === mine);
    }
    budget?.request();
    const got = learnSessions(await told(over, door, asked, () => opened.send(asked)));
    if (authorization !== undefined && isRefusal(got)) budget?.refused(authorization === mine);
    return got;
  }

  async function connect(door: Door, over: 'tls' | 'plain' = 'tls'): Promise<Connection> {
    budget?.session();
    const opened = await connection(await access.place(door), over === 'tls' ? access.trust : undefined, patience);
    const scheme = over === 'tls' ? 'https' : 'http';
    return keep({ send: (asked: Asked) => exchange(opened, scheme, door, asked), close: opened.close });
  }

  const isOwner = (who: Credentials) => who.username === access.username && who.password === access.password;

  async function logIn<T>(who: Credentials, act: (place: Place, who: Login) => Promise<T>, door = sshDoor): Promise<T> {
    if (door !== sshDoor && access.sshHostKey !== undefined) missing('one known host key, and other nodes have others');
    secrets.learn('password', who.password);
    budget?.session();
    budget?.login(isOwner(who));
    // Named one by one: a device is also given as `who`, and it has members that throw when they are read.
    const { username, password } = who;
    const done = await act(await access.place(door), { username, password, hostKey: access.sshHostKey });
    if (done === 'refused') budget?.refused(isOwner(who));
    return done;
  }

  const session = (who: Credentials, door = sshDoor): Promise<SshSession> =>
    logIn(who, async (place, login) => keep(await openSsh(place, login, patience)), door);

  /** The user's session of before, while it lasts: a login costs more than a command. */
  async function sessionOf(who: Credentials, door: Door): Promise<SshSession> {
    const key = JSON.stringify([who.username, who.password, door]);
    const before = await sessions.get(key)?.catch(() => undefined);
    if (before?.open) return before;
    const opened = session(who, door);
    sessions.set(key, opened);
    return opened;
  }

  async function terminal(prompt: RegExp, who: Credentials = access): Promise<Shell> {
    const shell = await (await session(who)).shell(prompt);
    return keep({
      ...shell,
      say: (line: string, answers?: readonly Answer[]) => {
        budget?.request();
        return told('ssh', sshDoor, line, () => shell.say(line, answers));
      },
    });
  }

  const reach = (door: Door) => told('tcp', door, '', async () => probe(await access.place(door), patience));
  const presents = (door: Door, offer: TlsOffer & { ca?: string } = {}) =>
    told('tls', door, offer, async () => presented(await access.place(door), offer, patience));

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
    login: (who) =>
      told('ssh', sshDoor, `login ${who.username}`, () =>
        logIn(who, (place, login) => tryLogin(place, login, patience)),
      ),
    exec: async (command, who = access, door = sshDoor) => {
      budget?.request();
      const opened = await sessionOf(who, door);
      return told('ssh', door, command, () => opened.exec(command));
    },
    shell: terminal,
  };

  return {
    device,
    close: () => {
      for (const closable of open.reverse()) closable.close();
    },
  };
}

/** Whether an answer refuses the credentials that came with the request. NSX does it with a 403 that says so. */
function isRefusal({ status, body }: Exchange): boolean {
  return status === 401 || (status === 403 && /credential|authenticat|locked/i.test(body));
}

function missing(what: string): never {
  throw new CouldNotRun(`the target has ${what}`);
}
