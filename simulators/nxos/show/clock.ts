import { ctime } from './version.ts';

/** `18:34:58.849 UTC Thu Jan 30 2020` */
export function clockText(now: number): string {
  const [weekday, month, day, clock, year] = ctime(now).split(/ +/);
  return `${clock}.${String(Math.floor(now) % 1000).padStart(3, '0')} UTC ${weekday} ${month} ${(day ?? '').padStart(2, '0')} ${year}`;
}
