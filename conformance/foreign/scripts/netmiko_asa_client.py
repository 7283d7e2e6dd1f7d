"""What a first netmiko script does to an ASA: log in, enable, read, configure, be refused, save."""

import json
import sys

from netmiko import ConnectHandler, SSHDetect
from ntc_templates.parse import parse_output

firewall, folder, saw = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
login = dict(
    host=firewall["host"], port=firewall["ssh"], username=firewall["username"], password=firewall["password"]
)
connection = ConnectHandler(device_type="cisco_asa", secret=firewall["enable"], **login)
seen = {"first prompt": connection.find_prompt()}
if not connection.check_enable_mode():
    connection.enable()
seen["prompt"] = connection.find_prompt()

# More than a screen, which would come in pages had netmiko's own terminal settings not been taken.
seen["running"] = connection.send_command("show running-config")
parsed = {}
for command in ("show interface", "show inventory", "show running-config object network"):
    rows = connection.send_command(command, use_textfsm=True)
    parsed[command] = rows if isinstance(rows, list) else "not understood"
# The template knows no box with a REST agent, and stops at its line.
version = connection.send_command("show version | exclude REST API Agent")
parsed["show version"] = parse_output(platform="cisco_asa", command="show version", data=version)
seen["parsed"] = parsed

seen["configured"] = connection.send_config_set(
    [
        "object network by-netmiko",
        "host 192.0.2.200",
        "description by netmiko",
        "access-list by-netmiko extended permit tcp any4 object by-netmiko eq https",
    ]
)
seen["left configuration mode"] = not connection.check_config_mode()
parsed["show access-list"] = connection.send_command("show access-list by-netmiko", use_textfsm=True)
parsed["show running-config object network"] = connection.send_command(
    "show running-config object network", use_textfsm=True
)
seen["saved"] = connection.save_config()
seen["startup"] = connection.send_command("show startup-config")
try:
    connection.send_config_set(["object network broken", "host 300.0.0.1"], error_pattern=r"ERROR")
    seen["refusal"] = None
except Exception as refusal:  # netmiko's own class; its words are what a user sees
    seen["refusal"] = str(refusal)
    connection.exit_config_mode()
connection.disconnect()

seen["detected"] = SSHDetect(device_type="autodetect", secret=firewall["enable"], **login).autodetect()

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
