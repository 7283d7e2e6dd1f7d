const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** `16:53:28` */
export function timeText(now: number): string {
  const date = new Date(now);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `Apr 11 2018` */
export function dateText(now: number): string {
  const date = new Date(now);
  return `${months[date.getUTCMonth()]} ${two(date.getUTCDate())} ${date.getUTCFullYear()}`;
}

/** `16:53:28.095 UTC Wed Apr 11 2018`. @source recorded: reference 2.13 */
export function clockText(now: number): string {
  const date = new Date(now);
  const thousandths = String(date.getUTCMilliseconds()).padStart(3, '0');
  return `${timeText(now)}.${thousandths} UTC ${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${date.getUTCDate()} ${date.getUTCFullYear()}`;
}

/** `41 days 19 hours`, `2 hours 39 mins`. @source recorded forms: reference 2.7 */
export function upText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const units = [
    [Math.floor(minutes / 525_600), 'year'],
    [Math.floor((minutes % 525_600) / 1_440), 'day'],
    [Math.floor((minutes % 1_440) / 60), 'hour'],
    [minutes % 60, 'min'],
  ] as const;
  const [first = -1] = [units.findIndex(([count]) => count > 0)];
  const shown =
    first < 0
      ? [[Math.floor(ms / 1_000), 'sec'] as const]
      : units.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}
