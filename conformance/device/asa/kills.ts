/** Requirements by area and number: `AUTH 1 2, TOK 8` is ASA-AUTH-0001, ASA-AUTH-0002 and ASA-TOK-0008. */
function of(text: string): readonly string[] {
  return text.split(', ').flatMap((part) => {
    const [area = '', ...numbers] = part.split(' ');
    return numbers.map((number) => `ASA-${area}-${number.padStart(4, '0')}`);
  });
}

/** What each mutant must turn red, on the suite's first release and, where that lacks a check, on another: that, and nothing else. */
const kills: Readonly<Record<string, readonly string[]>> = {
  'asa.absent-null': of('NTP 14'),
  'asa.address-null': of('IF 1'),
  'asa.agent-never-back': of('AGENT 1 4, BAK 7 8, SAVE 4 5'),
  'asa.any-password': of('AUTH 1 2 3 4 5 6 8 10 11 14, BAK 9, TOK 8 13 23'),
  'asa.backslashes-kept': of('USER 16'),
  'asa.blanks-trimmed': of('AAA 9, CLI 10 13, CTX 5, IF 10, RUN 1 3 6 8, SAVE 2 8'),
  'asa.bulk-200': of('BULK 5 6'),
  'asa.bulk-mute': of('BULK 1 11'),
  'asa.caret-late': of('SSH 10'),
  'asa.carriage-returns': of(
    'ADDR 2 4 6 8 10 12, AGENT 1, BAK 2, BULK 4, CLI 2 4 7 9 10 11 12 13 19, CTX 5 6 9 10 13, DNS 6, ' +
      'GRP 14 15 16 17, IF 10 14, MON 4, NAT 8, OBJ 26 33, RULE 21, RUN 1 2 3 4 5 6 7 8 9, SAVE 2 3 6 8, ' +
      'SVC 8 9 10 14 15 16, VPN 5',
  ),
  'asa.changed-200': of(
    'AAA 4 10, ACL 10, CERT 11 12 16, CTX 1, DHCP 1 9, DNS 2 8 9, FO 5 10 12, GRP 2 6 9 18 19, IF 8 11 15, ' +
      'LIC 2, MGMT 8 10, NAT 5 10, NTP 6 8 10, OBJ 14 16 18, PRIV 23 24 25, RELAY 3 4 6, ROUTE 7 10, RULE 12 24, ' +
      'SEC 3 4, TIME 11 13, TOK 1 7 9 10 16 17 18 19, USER 6 12 17, VPN 3 4 9 10',
  ),
  'asa.changed-with-body': of(
    'AAA 4 10, ACL 10, CERT 11 12 16, CTX 1, DHCP 1 9, DNS 2 8 9, FO 5 10 12, GRP 2 6 9 18 19, IF 8 11 15, ' +
      'LIC 2, MGMT 8 10, NAT 5 10, NTP 6 8 10, OBJ 14 16 18 36, PRIV 23 24 25, RELAY 3 4 6, ROUTE 7 10, ' +
      'RULE 12 24, SEC 3 4, TIME 11 13, TOK 1 2 7 9 10 16 17 18 19 22, USER 6 12 17, VPN 3 4 9 10',
  ),
  'asa.charset-missing': of('OBJ 7'),
  'asa.clash-unexplained': of('CERT 15'),
  'asa.commands-echoed': of('CLI 2 3 14 20'),
  'asa.connection-kept': of('WIRE 11'),
  'asa.context-errors-unsaid': of('CTX 8'),
  'asa.context-ignored': of('CTX 7 13'),
  'asa.context-not-in-prompt': of('CTX 15 16'),
  'asa.context-unrefused': of('CTX 23'),
  'asa.contexts-unlisted': of('CTX 18 19'),
  'asa.created-200': of(
    'ACL 1, BAK 1 3 4, CERT 1 4 6, CTX 11, DNS 4, GRP 5, IF 12, LOG 1, MGMT 5, NAT 1 7 8, NTP 1 13, ' +
      'OBJ 1 25 37, PRIV 8, RELAY 1, ROUTE 1, RULE 1 16 28 29, SEC 1, SVC 11, TIME 1 3 5, TOK 6, USER 7 15, ' +
      'VPN 1 6, WIRE 12',
  ),
  'asa.created-with-body': of('OBJ 3, WIRE 10'),
  'asa.date-missing': of('WIRE 9'),
  'asa.delete-pretended': of(
    'ACL 11, GRP 4 20, NAT 9, OBJ 19 20 35, PRIV 17 22, RULE 23, SEC 4, TIME 13, USER 6 17, WIRE 21',
  ),
  'asa.deny-permits': of('RULE 15'),
  'asa.doc-empty': of('DOC 2'),
  'asa.duplicate-accepted': of('OBJ 11 12 13, RULE 8 9, TIME 7, USER 11'),
  'asa.emptied-stays': of('DHCP 9'),
  'asa.empty-descriptions': of('OBJ 5 8 34'),
  'asa.empty-with-kind': of('PAGE 2, RULE 7'),
  'asa.enable-user-hidden': of('USER 2'),
  'asa.error-pages': of('AAA 5 6 7, CERT 15, FO 9, OBJ 12 13 20, RULE 9, WIRE 18'),
  'asa.errors-unsaid': of('SSH 6 9 10 11'),
  'asa.exit-stays': of('SSH 21'),
  'asa.failover-numbers': of('FO 1 2 7'),
  'asa.failure-404': of('RULE 26'),
  'asa.filters-ignored': of('CTX 24, SSH 12 13'),
  'asa.full-429': of('TOK 9'),
  'asa.greeting-missing': of('SSH 2'),
  'asa.header-names-small': of('TOK 3'),
  'asa.headers-before-their-time': of('WIRE 8'),
  'asa.headers-missing': of('WIRE 1 2 3 4 5 6 7'),
  'asa.image-goes-too': of('AGENT 3 4'),
  'asa.level-unsaid': of('SSH 4 5'),
  'asa.license-refused': of('LIC 3 4 5 6'),
  'asa.limit-echoed': of('PAGE 1 4 6 9 10 11'),
  'asa.links-relative': of('OBJ 9 29'),
  'asa.location-missing': of(
    'ACL 2 3 4 5 6 10, DHCP 1, IF 8, MGMT 6 7 8 9 10, NAT 2 3 5 6 10, OBJ 2, ROUTE 2 3 4 5 7 8 9 10 12 13, ' +
      'RULE 1 2 3 4 10 11 12 13 14 15 17 18 19 20 24, TIME 9 13, USER 8',
  ),
  'asa.masks-for-prefixes': of('ADDR 1, OBJ 17 32'),
  'asa.method-404': of('IF 17 18, WIRE 20 21 22 23'),
  'asa.mode-unsaid': of('CTX 17, SSH 17'),
  'asa.monitoring-of-one-context': of('CTX 3 4'),
  'asa.numbers-for-names': of('RULE 4, SVC 1 2 4 6'),
  'asa.numbers-for-texts': of('DHCP 2 6, NTP 12'),
  'asa.objects-empty': of(
    'AAA 1 2 3 4 8 10, ACL 1 2 3 4 5 6 9, ADDR 1 3 5 7 9 11 13 14 15 16, BULK 7 8 11, CERT 5 7 8 9 10 14, ' +
      'CTX 3 4, DHCP 2 3 4 5 6 7 9, DNS 1 2 3 5 8, FO 1 2 3 4 5 6 7 8 9 10 11 12 13, ' +
      'GRP 1 3 7 9 10 11 12 13 14 15 16 18 21, IF 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 19 20, LIC 1 2, ' +
      'MGMT 1 2 3 4 7 9 10, MON 1 2 3 4 5 6 7 8 9 10 11 12, NAT 2 3 6, NTP 2 3 4 9 12 15, ' +
      'OBJ 5 9 10 17 29 30 31 32 34, PAGE 1 3 4 5 6 7 8 9 10 11 12, RELAY 2 3 5 6, ROUTE 3 4 5 8 13, ' +
      'RULE 2 3 4 7 10 14 15 17 18 19 20 30, SEC 2 3, SVC 1 2 3 4 5 6 7 12 13 17, TIME 2 3 4 5 6 9 11, ' +
      'USER 1 2 3 4 5 9 12 14 16, VPN 2 3 7 8 9',
  ),
  'asa.off-in-json': of('AGENT 2'),
  'asa.one-period': of('TIME 5'),
  'asa.pager-tells': of('SSH 7 8'),
  'asa.patch-as-put': of('DNS 2 3 8, GRP 2 3 6, IF 11, NTP 9, OBJ 31 33, PRIV 24, VPN 3'),
  'asa.pretty-json': of('CLI 2 3 14, OBJ 6'),
  'asa.privileges-ignored': of('PRIV 2 3 6 9 10 11 12 13 14 15 16 17 18 19 21 22 28'),
  'asa.prompt-without-blank': of('CTX 14 15 16, SSH 1 3 10 15 16 19'),
  'asa.put-creates': of(
    'ACL 11, AUTH 7, BAK 8, BULK 2 9 10, CERT 17, DNS 9, GRP 20, IF 16, NAT 11, NTP 11, ' +
      'OBJ 19 20 21 22 23 24 28, PRIV 29, RELAY 4, ROUTE 11, RULE 25 27, SAVE 5, SEC 4, TIME 12 13, USER 13 17, ' +
      'VPN 4 10, WIRE 14 19',
  ),
  'asa.read-202': of(
    'AAA 8 12, ADDR 13, AGENT 4, AUTH 9 12 13, BAK 7, BULK 3 6 9, CERT 2 16, CLI 1 5 6 15 17, CTX 2 3 4 6 10, ' +
      'DHCP 7, DOC 1, GRP 8, IF 19, MGMT 11, MON 11, NTP 7, OBJ 4 15, PRIV 1 4 5 7 20 26 27 30, RULE 7, ' +
      'SAVE 1 4, SVC 17, TOK 5 14 15 20 21, VPN 8',
  ),
  'asa.references-ignored': of('FO 9, GRP 4, NAT 9, RULE 23'),
  'asa.restore-refused': of('BAK 6, CTX 13'),
  'asa.running-unshown': of('AGENT 3, CTX 20 21, SSH 14'),
  'asa.save-all-pretended': of('CTX 25 26'),
  'asa.save-in-silence': of('SSH 20'),
  'asa.save-pretended': of('BAK 7, SAVE 4 6 7'),
  'asa.save-unasked': of('BAK 7 8, SAVE 5'),
  'asa.saved-at-once': of('CTX 24, OBJ 27, SAVE 5'),
  'asa.server-stays': of('AGENT 5 6 7'),
  'asa.silent-commands-counted': of('CLI 3 14 17'),
  'asa.slashes-encoded': of('FO 5 6 7 8 9 13, IF 2 10 12 13 14 15'),
  'asa.space-unnamed': of('CTX 9 22'),
  'asa.system-called-admin': of('CTX 14, SSH 1'),
  'asa.texts-empty': of(
    'AAA 9 11, ACL 7 8, ADDR 2 4 6 8 10 12, AGENT 1, BAK 2 5, BULK 4, CERT 13, ' +
      'CLI 2 4 7 8 9 10 11 12 13 15 16 18 19, CTX 5 6 8 9 10 12 13, DHCP 8, DNS 6 7, FO 8 13, GRP 14 15 16 17, ' +
      'IF 10 14, LOG 2, MGMT 5 8, MON 4 5, NAT 4 7 8, NTP 5, OBJ 26 33, ROUTE 6 9 14, RULE 5 6 21 22 28 29, ' +
      'RUN 1 2 3 4 5 6 7 8 9 10, SAVE 2 3 6 7 8, SVC 8 9 10 14 15 16, TIME 8 10, USER 10, VPN 5 11',
  ),
  'asa.token-lower-case': of('CTX 2 3, TOK 4 5 6 7 9 10 14 15 18 19 21 22'),
  'asa.token-of-one-context': of('CTX 2 3'),
  'asa.token-survives-delete': of('TOK 8 9 10'),
  'asa.tokens-survive-reload': of('BAK 9, TOK 23'),
  'asa.trustpoint-unbound': of('CERT 3'),
  'asa.unreadable-401': of('AAA 6 7, CERT 15, OBJ 11, RULE 8, TIME 7, TOK 11 12, USER 11, WIRE 13 15 16 17'),
  'asa.validity-in-iso': of('CERT 10'),
  'asa.width-unknown': of('SSH 18'),
};

/** The mutants that the check of a requirement must turn red. */
export function killersOf(requirement: string): readonly string[] {
  return Object.entries(kills).flatMap(([mutant, killed]) => (killed.includes(requirement) ? [mutant] : []));
}
