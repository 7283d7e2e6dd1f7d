"""What a first pyntc script does: facts, a file brought and verified, configuration, a checkpoint and the way back."""

import hashlib
import json
import os
import sys

from pyntc.devices import NXOSDevice

switch, folder, saw = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
device = NXOSDevice(
    switch["host"],
    switch["username"],
    switch["password"],
    transport="https",
    port=switch["https"],
    verify=switch["ca"],
)
seen = {
    name: getattr(device, name)
    for name in ("hostname", "fqdn", "model", "os_version", "serial_number", "uptime", "uptime_string", "interfaces", "vlans")
}
seen["boot"] = device.boot_options
seen["redundancy"] = device.redundancy_state
seen["running"] = device.running_config
seen["show"] = device.show("show hostname")

device.config("feature scp-server")
path = os.path.join(folder, "image.bin")
with open(path, "wb") as file:
    file.write(os.urandom(100_000))
seen["there before"] = device.file_copy_remote_exists(path)
device.file_copy(path)
seen["there after"] = device.file_copy_remote_exists(path)
with open(path, "rb") as file:
    seen["verified"] = device.verify_file(hashlib.md5(file.read()).hexdigest(), "image.bin")
seen["missing"] = device.check_file_exists("nothing.bin")

device.checkpoint("before-pyntc")
device.config(["vlan 400", "name by-pyntc"])
device.refresh()
seen["configured"] = device.vlans
try:
    device.config("vlan 5000")
    seen["refusal"] = None
except Exception as refusal:  # pyntc's own class; its words are what a user sees
    seen["refusal"] = str(refusal)
device.rollback("before-pyntc")
device.refresh()
seen["rolled back"] = device.vlans
seen["saved"] = device.save()
seen["startup"] = device.startup_config
device.close()

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
