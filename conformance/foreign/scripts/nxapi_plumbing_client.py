"""What nxapi-plumbing does with XML, and the same with JSON-RPC: shows, several at once, configuration, a refusal."""

import json
import sys

from nxapi_plumbing import Device
from lxml import etree

switch, saw = json.loads(sys.argv[1]), sys.argv[3]


def text(answer):
    return answer if isinstance(answer, (str, dict, list, type(None))) else etree.tostring(answer).decode()


seen = {}
for api_format in ("xml", "jsonrpc"):
    device = Device(
        host=switch["host"],
        username=switch["username"],
        password=switch["password"],
        transport="https",
        port=switch["https"],
        api_format=api_format,
        verify=switch["ca"],
    )
    name = f"by-{api_format}"
    one = {"hostname": text(device.show("show hostname"))}
    one["raw"] = text(device.show("show hostname", raw_text=True))
    one["several"] = [text(answer) for answer in device.show_list(["show hostname", "show vlan"])]
    device.config(f"hostname {name}")
    one["configured"] = text(device.show("show hostname"))
    device.config_list([f"hostname {switch['name']}", "vlan 500"])
    one["back"] = text(device.show("show hostname"))
    try:
        device.show("show nonsense")
        one["refusal"] = None
    except Exception as refusal:  # the client's own class; its words are what a user sees
        one["refusal"] = [type(refusal).__name__, str(refusal)]
    device.save()
    seen[api_format] = one

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
