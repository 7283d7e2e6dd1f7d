/**
 * Copies a text. Browsers offer their clipboard to pages of this machine and of https alone; a page that came over plain HTTP
 * from elsewhere, as in a classroom, copies what is selected.
 */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'aside';
  document.body.append(field);
  const focused = document.activeElement;
  field.select();
  document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
}
