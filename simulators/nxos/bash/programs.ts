import { FlashError } from '../../chassis/flash/error.ts';
import { flashWords } from '../flash-words.ts';
import { uptime } from '../show/version.ts';
import type { Bash } from './bash.ts';
import { absolute, bytesAt, type Entry, entriesIn, entryAt } from './place.ts';

/** What a program is started with. */
export interface Started {
  readonly bash: Bash;
  /** What follows its name. */
  readonly words: readonly string[];
  /** Prints; no newline is added. */
  readonly say: (text: string) => void;
  /** Prints a line of error, and makes the exit status 1. */
  readonly fails: (line: string) => void;
}

/** The programs and builtins that there are. */
export const programs: Readonly<Record<string, (started: Started) => void>> = {
  cat,
  cd,
  echo: ({ words, say }) => say(words[0] === '-n' ? words.slice(1).join(' ') : `${words.join(' ')}\n`),
  exit: ({ bash }) => {
    bash.ended = true;
  },
  hostname: ({ bash, say }) => say(`${bash.device.state.config.hostname}\n`),
  ls,
  pwd: ({ bash, say }) => say(`${bash.cwd}\n`),
  uptime: ({ bash, say }) => say(uptimeLine(bash)),
  whoami: ({ bash, say }) => say(`${bash.user}\n`),
};

function cat({ bash, words, say, fails }: Started): void {
  for (const word of words) {
    attempt(
      () => say(bytesAt(bash.device, absolute(bash.cwd, word)).toString('utf8')),
      (reason) => fails(`cat: ${word}: ${reason}`),
    );
  }
}

function cd({ bash, words, fails }: Started): void {
  const [word = '/bootflash'] = words;
  const target = absolute(bash.cwd, word);
  attempt(
    () => {
      if (!entryAt(bash.device, target).directory) throw new FlashError('not-a-directory', target);
      bash.cwd = target;
    },
    (reason) => fails(`bash: cd: ${word}: ${reason}`),
  );
}

function ls({ bash, words, say, fails }: Started): void {
  const options = words.filter((word) => /^-./.test(word)).join('');
  const unknown = /[^-la1d]/.exec(options)?.[0];
  if (unknown !== undefined) {
    fails(`ls: invalid option -- '${unknown}'`);
    return;
  }
  const wanted = words.filter((word) => !/^-./.test(word));
  const shown = wanted.length === 0 ? ['.'] : wanted;
  const long = options.includes('l');
  for (const [index, word] of shown.entries()) {
    const path = absolute(bash.cwd, word);
    attempt(
      () => {
        const entry = entryAt(bash.device, path);
        if (!entry.directory || options.includes('d')) {
          say(long ? longLine({ ...entry, name: word }) : `${word}\n`);
          return;
        }
        const hidden = options.includes('a');
        const found = entriesIn(bash.device, path).filter(({ name }) => hidden || !name.startsWith('.'));
        if (shown.length > 1) say(`${index > 0 ? '\n' : ''}${word}:\n`);
        if (long) say(`total ${found.reduce((sum, { size }) => sum + 4 * Math.ceil(size / 4096), 0)}\n`);
        for (const one of found) say(long ? longLine(one) : `${one.name}\n`);
      },
      (reason) => fails(`ls: cannot access '${word}': ${reason}`),
    );
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `-rw-r--r-- 1 root root   1234 Jul 25 21:00 name` */
function longLine({ name, directory, size, time }: Entry): string {
  const at = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${months[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  return `${directory ? 'drwxr-xr-x 2' : '-rw-r--r-- 1'} root root ${String(size).padStart(10)} ${date} ${name}\n`;
}

/** ` 08:24:08 up 3 min,  1 user,  load average: 0.20, 0.19, 0.18` */
function uptimeLine({ device }: Bash): string {
  const { days, hours, minutes } = uptime(device);
  const clock = new Date(device.now()).toISOString().slice(11, 19);
  const short = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : `${minutes} min`;
  const up = days > 0 ? `${days} day${days === 1 ? '' : 's'}, ${short}` : short;
  const users = Object.keys(device.state.run.sessions).length;
  return ` ${clock} up ${up},  ${users} user${users === 1 ? '' : 's'},  load average: 0.20, 0.19, 0.18\n`;
}

function attempt(work: () => void, say: (reason: string) => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof FlashError)) throw error;
    say(flashWords[error.reason]);
  }
}
