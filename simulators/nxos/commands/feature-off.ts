import type { Draft } from 'immer';
import { sections } from '../sections.ts';
import { dropSection } from '../stanza.ts';
import type { FeatureName, NxosConfig } from '../state.ts';
import { dropFeatureLines } from './interface-lines.ts';

/** Takes away what exists only while a feature is on. @source documented: switching a feature off removes its configuration */
export function forgetFeature(config: Draft<NxosConfig>, name: FeatureName): void {
  for (const { feature, name: of } of sections) if (feature === name) dropSection(config, of);
  for (const [own, port] of Object.entries(config.interfaces)) {
    if (name === 'interface-vlan' && own.startsWith('Vlan')) delete config.interfaces[own];
    if (name === 'lacp' && port.channelGroup && port.channelGroup.mode !== 'on') delete port.channelGroup;
    dropFeatureLines(port, name);
  }
}
