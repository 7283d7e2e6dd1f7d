/** `1,10-12` as numbers in order; none for an empty text. The text is known to be a range. */
export function expandRange(text: string): number[] {
  if (text === '') return [];
  const ids = new Set<number>();
  for (const part of text.split(',')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    for (let id = first; id <= last; id++) ids.add(id);
  }
  return [...ids].sort((a, b) => a - b);
}

/** Numbers as NX-OS writes them: `1,10-12`; two neighbours are a range, too. */
export function compactRange(ids: readonly number[]): string {
  const sorted = [...ids].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    parts.push(end === i ? String(sorted[i]) : `${sorted[i]}-${sorted[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}

/** True for a list of VLAN numbers and ranges, each from 1 to 4094. */
export function isVlanRange(text: string): boolean {
  return (
    /^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$/.test(text) &&
    text.split(',').every((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return first >= 1 && last <= 4094 && first <= last;
    })
  );
}
