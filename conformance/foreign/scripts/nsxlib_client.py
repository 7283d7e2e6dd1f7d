"""What OpenStack's driver does with certificates of NSX: log in, import, find, apply, and become a principal."""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

from vmware_nsxlib import v3
from vmware_nsxlib.v3 import client_cert, config, exceptions

cluster, folder, saw = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
given = json.loads(sys.argv[4])
managers = cluster["managers"]
common = dict(
    nsx_api_managers=[one["url"] for one in managers],
    insecure=False,
    thumbprint=[one["thumbprint"] for one in managers],
    retries=0,
)
lib = v3.NsxLib(
    config.NsxLibConfig(username=cluster["username"], password=cluster["password"], **common)
)
trust, client = lib.trust_management, lib.client


def refusal(call, *given):
    try:
        call(*given)
    except exceptions.ManagerError as error:
        return [type(error).__name__, str(error)]
    return None


seen = {
    "version": lib.get_version(),
    "sessions": [
        sorted(key for key in endpoint.pool.get().default_headers)
        for endpoint in lib.cluster.endpoints.values()
    ],
}

# A chain with its key, found again by its text; Windows line ends, too, which nsxlib knows that NSX turns into its own.
server = given["server"]
certificate = trust.create_cert(server["pem"], server["key"])
windows = trust.create_cert(given["windows"]["pem"].replace("\n", "\r\n"), given["windows"]["key"])
seen["found"] = [
    trust.find_cert_with_pem(server["pem"]) == [certificate],
    trust.find_cert_with_pem(given["windows"]["pem"].replace("\n", "\r\n")) == [windows],
]
seen["listed"] = certificate in [one["id"] for one in trust.get_certs()]
seen["again"] = refusal(trust.create_cert, server["pem"], server["key"])
seen["order"] = refusal(trust.create_cert, given["disordered"]["pem"], given["disordered"]["key"])
seen["missing"] = refusal(trust.get_cert, "00000000-0000-4000-8000-000000000000")

one = "trust-management/certificates/" + certificate
if given["profiles"]:
    seen["valid"] = client.get(one + "?action=validate")["status"]
    client.create(one + "?action=apply_certificate&service_type=MGMT_CLUSTER")
else:
    seen["valid"] = "OK"
    client.create("cluster/api-certificate?action=set_cluster_certificate&certificate_id=" + certificate)
seen["used"] = sorted(
    {service for use in trust.get_cert(certificate)["used_by"] for service in use["service_types"]}
)
seen["inUse"] = refusal(trust.delete_cert, certificate)

# A principal with a certificate of its own logs in by it alone, and is taken away with it.
principal = given["principal"]
trust.create_identity_with_cert("nsxlib", principal["pem"], "driver-1", "enterprise_admin")
with open(folder + "/principal.pem", "w") as file:
    file.write(principal["pem"] + principal["key"])
robot = v3.NsxLib(
    config.NsxLibConfig(
        client_cert_provider=client_cert.ClientCertProvider(folder + "/principal.pem"), **common
    )
)
seen["principal"] = [one["name"] for one in robot.trust_management.get_identities("nsxlib")]
trust.delete_cert_and_identity("nsxlib", principal["pem"])
seen["left"] = [trust.get_identities("nsxlib"), trust.find_cert_with_pem(principal["pem"])]

with open(saw, "w") as file:
    json.dump(seen, file)
