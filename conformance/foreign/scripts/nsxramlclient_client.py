"""What nsxramlclient does with users, roles and the audit log, by the API specification that PyNSXv ships."""

import importlib.util
import json
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import paramiko
from nsxramlclient.client import NsxClient
from nsxramlclient.exceptions import NsxError

manager, saw = json.loads(sys.argv[1]), sys.argv[3]
(folder,) = importlib.util.find_spec("pynsxv").submodule_search_locations
raml = os.path.join(folder, "library", "api_spec", "nsxvapi.raml")


def client(username, password):
    address = f"{manager['host']}:{manager['https']}"
    return NsxClient(raml, address, username, password, verify=manager["ca"], fail_mode="raise")


def refusal(call, *given, **more):
    try:
        call(*given, **more)
    except NsxError as error:
        body = error.msg
        return [error.status, body if isinstance(body, (dict, str)) else body.decode()]
    return None


# The account is made where only the CLI can make it.
ssh = paramiko.SSHClient()
ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())
ssh.connect(
    manager["host"], manager["ssh"], manager["username"], manager["password"], look_for_keys=False, allow_agent=False
)
terminal, screen = ssh.invoke_shell(), ""


def until(*ends):
    global screen
    heard = ""
    while not heard.endswith(ends):
        if terminal.recv_ready():
            heard += terminal.recv(4096).decode()
        else:
            time.sleep(0.01)
    screen += heard


until("> ")
for line, end in (
    ("enable", "Password: "),
    (manager["enablePassword"], "# "),
    ("configure terminal", "(config)# "),
    ("user api password plaintext Password123", "(config)# "),
    ("user api privilege web-interface", "(config)# "),
    ("exit", "# "),
    ("write memory", "# "),
):
    terminal.send(line + "\n")
    until(end)
ssh.close()

admin, api = client(manager["username"], manager["password"]), client("api", "Password123")
seen = {"screen": screen, "before": refusal(api.read, "auditLogs")}
seen["smoke"] = admin.read("userMgmtUser", uri_parameters={"userId": "admin"})["body"]["userInfo"]["name"]
seen["roles"] = admin.read("userMgmtRoles")["body"]["list"]["string"]

entry = admin.extract_resource_body_example("userRoleMgmt", "create")
entry["accessControlEntry"]["role"] = "auditor"
entry["accessControlEntry"]["resource"]["resourceId"] = "globalroot-0"
user = {"userId": "api"}
# `isCli` stands in no specification; the client passes on what it is given, as long as `isGroup` is there.
query = {"isGroup": "false", "isCli": "true"}
given = admin.create("userRoleMgmt", uri_parameters=user, request_body_dict=entry, query_parameters_dict=query)
seen["given"] = [given["status"], given["body"]]
seen["twice"] = refusal(
    admin.create, "userRoleMgmt", uri_parameters=user, request_body_dict=entry, query_parameters_dict=query
)
seen["own"] = refusal(api.read, "userRoleMgmt", uri_parameters=user)
entry["accessControlEntry"]["role"] = "security_admin"
changed = admin.update("userRoleMgmt", uri_parameters=user, request_body_dict=entry)
seen["changed"] = [changed["status"], changed["body"]["accessControlEntry"]["role"]]
seen["scope"] = changed["body"]["accessControlEntry"]["resource"]["name"]
users = admin.read("userNSXManagerInfo")["body"]["users"]["userInfo"]
seen["users"] = [[one["name"], one["isCli"], one["accessControlEntry"]["role"]] for one in users]
scopes = admin.read("userScopingObjects")["body"]["scopingObjects"]["object"]
seen["scopes"] = [one["objectId"] for one in scopes]

# A change under the name of the API-only user, and what the log tells of it.
tag = api.extract_resource_body_example("securityTag", "create")
tag["securityTag"]["name"] = "by-nsxramlclient"
created = api.create("securityTag", request_body_dict=tag)
seen["tag"] = [created["status"], created["objectId"]]
log = api.read("auditLogs", query_parameters_dict={"startIndex": "0", "pageSize": "1024"})
page = log["body"]["pagedAuditLogList"]["dataPage"]
seen["log"] = [
    [one["userName"], one["operation"], one["resource"], one["status"]]
    for one in page["auditLog"]
    if one["resource"] in ("api", "by-nsxramlclient")
]
seen["total"] = int(page["pagingInfo"]["totalCount"]) == len(page["auditLog"])
seen["registered"] = admin.read("vCenterConfig")["body"]["vcInfo"]["ipAddress"]
seen["connected"] = admin.read("vCenterStatus")["body"]["vcConfigStatus"]["connected"]
seen["deleted"] = admin.delete("userMgmtUser", uri_parameters=user)["status"]
seen["after"] = refusal(api.read, "auditLogs")
seen["wrong"] = refusal(client("admin", "no").read, "auditLogs")

with open(saw, "w", encoding="utf-8") as file:
    json.dump(seen, file)
