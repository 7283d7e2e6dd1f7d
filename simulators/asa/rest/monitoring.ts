import { dateText, timeText } from '../clock.ts';
import { byNameif } from '../interface-name.ts';
import { releaseOf } from '../release.ts';
import { pageOf } from './paging.ts';
import { json, missing, type Route } from './wire.ts';

const category = 'Monitoring';
/** Since 1.2(1). @source documented: reference 10 */
const multiple = true;

/** What the box says of itself. @source recorded: reference 8 */
export const monitoringRoutes: readonly Route[] = [
  {
    path: '/api/monitoring/serialnumber',
    category,
    multiple,
    evidence: 'recorded',
    methods: {
      GET: ({ device }) => json({ kind: 'object#QuerySerialNumber', serialNumber: device.state.store.hardware.serial }),
    },
  },
  {
    path: '/api/monitoring/device/components/version',
    category,
    multiple,
    evidence: 'recorded',
    methods: {
      GET: ({ device }) => {
        const { flash, platform, asa } = releaseOf(device.release);
        const seconds = (ms: number) => Math.floor(ms / 1_000);
        return json({
          kind: 'object#Version',
          selfLink: '/api/monitoring/device/version',
          firewallMode: 'Router',
          totalFlashinMB: Math.floor(flash / 1024),
          deviceType: platform,
          // Whole seconds on both sides: an answer holds for the second that it shows.
          upTimeinSeconds: seconds(device.now()) - seconds(device.state.run.bootedAt),
          asaVersion: asa,
          currentTimeinSeconds: seconds(device.now()),
        });
      },
    },
  },
  {
    path: '/api/monitoring/clock',
    category,
    multiple,
    evidence: 'client',
    methods: {
      GET: ({ device }) => json({ time: timeText(device.now()), timeZone: 'UTC', date: dateText(device.now()) }),
    },
  },
  {
    path: '/api/monitoring/arp',
    category,
    multiple,
    evidence: 'recorded',
    methods: { GET: (call) => pageOf(call, [], 'Arp') },
  },
  {
    path: '/api/monitoring/device/interfaces/{nameif}',
    category,
    multiple,
    evidence: 'client',
    methods: {
      GET: ({ device, params: [nameif = ''] }) => {
        if (!byNameif(device.state.config, nameif)) throw missing(nameif);
        return json({ name: nameif, inputBitRate: 0, outputBitRate: 0 });
      },
    },
  },
];
