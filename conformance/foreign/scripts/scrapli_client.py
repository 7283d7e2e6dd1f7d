"""What a first scrapli script does: read with structure, configure in several steps, and tell refused lines from taken ones."""

import json
import sys

from scrapli.driver.core import NXOSDriver

switch, saw = json.loads(sys.argv[1]), sys.argv[3]
connection = NXOSDriver(
    host=switch["host"],
    port=switch["ssh"],
    auth_username=switch["username"],
    auth_password=switch["password"],
    auth_strict_key=False,
    transport="paramiko",
)
connection.open()
seen = {"prompt": connection.get_prompt()}
version = connection.send_command("show version")
seen["version"] = version.textfsm_parse_output()
seen["shows failed"] = connection.send_commands(
    ["show interface status", "show running-config", "show lldp neighbors", "show vlan", "show module"]
).failed
configured = connection.send_configs(["vlan 300", "name by-scrapli", "interface Ethernet1/10", "description by scrapli"])
seen["configuration failed"] = configured.failed
seen["running"] = connection.send_command("show running-config interface Ethernet1/10").result
seen["vlans"] = connection.send_command("show vlan brief").result
refused = connection.send_configs(["description never", "vlan 301"], stop_on_failed=True)
seen["refusals"] = [[one.channel_input, one.failed, one.result] for one in refused]
unknown = connection.send_command("show nonsense")
seen["unknown"] = [unknown.failed, unknown.result]
seen["mode"] = connection.get_prompt()
connection.send_command("copy running-config bootflash:gone.txt")
deleted = connection.send_interactive(
    [("delete bootflash:gone.txt", "(yes/no/abort)", False), ("y", switch["name"] + "#", False)]
)
seen["deleted"] = [deleted.failed, deleted.result]
seen["saved"] = connection.send_command("copy running-config startup-config").result
connection.close()

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
