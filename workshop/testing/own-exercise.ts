import type { Exercise } from '../exercise.ts';
import { parseExercise } from '../exercise-file.ts';

/** An exercise of a trainer's own, with every form of a rule, on one switch. */
export const ownExercise = `id: edge-switch
title: Set up the edge switch
goal: It is named, and NX-API answers by HTTPS alone.
why: It is new.
playbook:
  devices:
    - { name: n9k-1, kind: nxos, release: 10.2(3), options: { configured: factory } }
  values: { hostname: edge }
  rules:
    - name: named
      says: The switch is called edge.
      next: look at the prompt
      shows: { device: n9k-1, command: show hostname, matches: '^edge\\b', lacks: switch }
    - name: no-http
      says: NX-API does not listen by HTTP.
      closed: { device: n9k-1, port: 80 }
    - name: answers
      says: NX-API tells the name.
      answers:
        device: n9k-1
        endpoint: nxapi-https
        method: POST
        path: /ins
        body: { ins_api: { version: '1.0', type: cli_show, chunk: '0', sid: '1', input: show hostname, output_format: json } }
        pointer: /ins_api/outputs/output/body/hostname
        equals: edge
    - name: named-first
      says: The switch is named before NX-API is enabled.
      order: { first: { command: '^hostname ' }, later: { command: '^feature nxapi$' } }
    - name: saves
      says: The configuration is saved after the last change.
      afterLast: { of: { command: '^(?:hostname|feature) ' }, comes: { command: '^copy running-config ' } }
    - name: no-reload
      says: Nobody reloads the switch.
      never: { device: n9k-1, command: '^reload' }
steps:
  - title: Name it
    text: |
      Log in as {n9k-1.username} at {n9k-1.ssh.host}, and call it {value.hostname}.

      A shell's \${HOME} is left alone.
    commands:
      - { at: n9k-1, lines: 'configure terminal' }
    hints: [It is a line of configuration mode., Its word is like that of Unix.]
    checks: [named, no-reload]
  - title: Enable NX-API
    text: By HTTPS, at {n9k-1.443}.
    checks: [no-http, answers, named-first]
  - title: Save
    text: Save.
    checks: [saves]
points: { named: 3 }
solution:
  - at: n9k-1
    lines: |
      configure terminal
      hostname edge
      feature nxapi
      no nxapi http
      copy running-config startup-config
shortcuts:
  - name: forgets-to-save
    title: never saves
    breaks: [saves]
    acts:
      - at: n9k-1
        lines: |
          configure terminal
          hostname edge
          feature nxapi
          no nxapi http
`;

/** Reads it, with something changed. */
export function own(change: (text: string) => string = (text) => text): Promise<Exercise> {
  return parseExercise(change(ownExercise), 'own.yaml');
}
