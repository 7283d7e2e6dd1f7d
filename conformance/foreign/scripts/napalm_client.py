"""What a first napalm script does: facts and getters over NX-API, merge, commit and undo, then a whole configuration."""

import json
import sys

import napalm

switch, saw, replace = json.loads(sys.argv[1]), sys.argv[3], sys.argv[4:] == ["replace"]
driver = napalm.get_network_driver("nxos")
device = driver(
    switch["host"],
    switch["username"],
    switch["password"],
    optional_args={"transport": "https", "port": switch["https"], "ssl_verify": switch["ca"]},
)
device.open()
seen = {}
for getter in (
    "get_facts",
    "get_interfaces",
    "get_interfaces_ip",
    "get_lldp_neighbors",
    "get_lldp_neighbors_detail",
    "get_arp_table",
    "get_mac_address_table",
    "get_vlans",
    "get_network_instances",
    "get_environment",
    "get_ntp_servers",
    "get_ntp_peers",
    "get_ntp_stats",
    "get_snmp_information",
    "get_users",
    "get_bgp_neighbors",
    "get_config",
    "is_alive",
):
    seen[getter] = getattr(device, getter)()
seen["cli"] = device.cli(["show hostname", "show clock"])

merge = "vlan 200\n  name by-napalm\ninterface Ethernet1/10\n  description by napalm\nfeature scp-server\n"
device.load_merge_candidate(config=merge)
seen["merge"] = device.compare_config()
device.commit_config()
seen["merged"] = device.get_vlans()
seen["startup"] = device.get_config(retrieve="startup")["startup"]
try:
    device.load_merge_candidate(config="vlan 5000\n")
    device.commit_config()
    seen["refusal"] = None
except Exception as refusal:  # napalm's own class; its words are what a user sees
    seen["refusal"] = str(refusal)

if replace:
    # napalm carries the file over SSH, on port 22 alone.
    checkpoint = device._get_checkpoint_file()
    device.load_replace_candidate(config=checkpoint.replace("by-napalm", "replaced"))
    seen["replace"] = device.compare_config()
    device.commit_config()
    seen["replaced"] = device.get_vlans()
    device.load_replace_candidate(config=checkpoint)
    device.discard_config()
device.rollback()
seen["undone"] = device.get_vlans()
device.close()

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
