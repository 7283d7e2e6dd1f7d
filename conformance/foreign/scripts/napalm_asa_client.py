"""What napalm's community driver for the ASA's REST agent can ask for: facts, interfaces, configuration, ARP."""

import json
import sys

from napalm import get_network_driver

firewall, folder, saw = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
driver = get_network_driver("asa")
device = driver(
    firewall["host"], firewall["username"], firewall["password"], optional_args={"port": firewall["https"]}
)
device.open()
seen = {
    "alive": device.is_alive(),
    "facts": device.get_facts(),
    "interfaces": device.get_interfaces(),
    "addresses": device.get_interfaces_ip(),
    "arp": device.get_arp_table(),
    "config": device.get_config(),
    "cli": device.cli(["show hostname", "show firewall"]),
}
device.close()
seen["alive after"] = device.is_alive()

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
