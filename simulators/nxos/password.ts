/**
 * What NX-OS says against a password; nothing for a strong one.
 * @source recorded: reference 5.12 (the words, and that they are warnings when the check is disabled)
 */
export function weaknesses(password: string): string[] {
  const found: string[] = [];
  if (password.length < 8) found.push('Minimum recommended length of 8 characters.');
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((one) => one.test(password)).length;
  if (classes < 3) {
    found.push(
      'Password should contain characters from at least three of the following classes: lower case letters, upper case letters, digits and special characters.',
    );
  }
  if (password.length < 4) found.push('it is WAY too short');
  else if (password.length < 6) found.push('it is too short');
  return found;
}
