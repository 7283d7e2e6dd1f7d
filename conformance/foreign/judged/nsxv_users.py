"""A tool around nsxramlclient: who has which role on a manager of NSX for vSphere. Options as its readme has them."""

import importlib.util
import os
import warnings

warnings.filterwarnings("ignore")

from nsxramlclient.client import NsxClient

(folder,) = importlib.util.find_spec("pynsxv").submodule_search_locations
raml = os.path.join(folder, "library", "api_spec", "nsxvapi.raml")
address = os.environ["RACKLESS_NSXV_1_URL"].removeprefix("https://")
with open(os.environ["RACKLESS_NSXV_1_PASSWORD_FILE"], encoding="utf-8") as file:
    password = file.read().rstrip("\n")

session = NsxClient(raml, address, os.environ["RACKLESS_NSXV_1_USERNAME"], password)
for path in ("userMgmtUser", "userRoleMgmt"):
    answer = session.read(path, uri_parameters={"userId": "admin"})
    print(path, answer["status"])
