"""What a first netmiko script does: log in, read, configure, save, bring a file and fetch it."""

import json
import os
import sys

from netmiko import ConnectHandler, SSHDetect, file_transfer

switch, folder, saw = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
login = dict(host=switch["host"], port=switch["ssh"], username=switch["username"], password=switch["password"])
connection = ConnectHandler(device_type="cisco_nxos", **login)
seen = {"prompt": connection.find_prompt()}

# Long output comes in pages, unless netmiko's own terminal settings were taken.
seen["running"] = connection.send_command("show running-config")
parsed = {}
for command in (
    "show version",
    "show interface",
    "show interface status",
    "show vlan",
    "show inventory",
    "show cdp neighbors detail",
    "show lldp neighbors",
    "show ip interface brief vrf all",
    "show mac address-table",
):
    rows = connection.send_command(command, use_textfsm=True)
    parsed[command] = rows if isinstance(rows, list) else "not understood"
seen["parsed"] = parsed

seen["configured"] = connection.send_config_set(
    ["vlan 100", "name by-netmiko", "interface Ethernet1/10", "description by netmiko", "feature scp-server"]
)
seen["left configuration mode"] = not connection.check_config_mode()
seen["saved"] = connection.save_config()
seen["startup"] = connection.send_command("show startup-config")
try:
    connection.send_config_set(["vlan 5000"], error_pattern=r"%")
    seen["refusal"] = None
except Exception as refusal:  # netmiko's own class; its words are what a user sees
    seen["refusal"] = str(refusal)
    connection.exit_config_mode()

brought, fetched = os.path.join(folder, "brought.txt"), os.path.join(folder, "fetched.txt")
with open(brought, "w", encoding="ascii") as file:
    file.write("a line from netmiko\n" * 500)
transfer = dict(file_system="bootflash:", overwrite_file=True)
seen["put"] = file_transfer(connection, source_file=brought, dest_file="brought.txt", direction="put", **transfer)
seen["put again"] = file_transfer(connection, source_file=brought, dest_file="brought.txt", direction="put", **transfer)
seen["get"] = file_transfer(connection, source_file="brought.txt", dest_file=fetched, direction="get", **transfer)
with open(brought, "rb") as one, open(fetched, "rb") as other:
    seen["same bytes"] = one.read() == other.read()
connection.disconnect()

seen["detected"] = SSHDetect(device_type="autodetect", **login).autodetect()

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
