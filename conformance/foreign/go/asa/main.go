// What Terraform's client for the ASA's REST agent does: it makes, lists, changes and deletes objects, groups,
// services, access rules and routes, and saves.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/CiscoDevNet/go-ciscoasa/ciscoasa"
)

type firewall struct {
	Host     string `json:"host"`
	Https    int    `json:"https"`
	Username string `json:"username"`
	Password string `json:"password"`
}

// list is how many objects were counted, how often the last name came, and what the agent called the total.
type list struct {
	Made   int `json:"made"`
	Listed int `json:"listed"`
	Names  int `json:"names"`
	Total  int `json:"total"`
}

type seen struct {
	Lists   []list            `json:"lists"`
	Object  map[string]string `json:"object"`
	Gone    string            `json:"gone"`
	Twice   string            `json:"twice"`
	Group   []string          `json:"group"`
	Service string            `json:"service"`
	Rule    map[string]string `json:"rule"`
	Moved   map[string]string `json:"moved"`
	Rules   list              `json:"rules"`
	Entry   map[string]string `json:"entry"`
	Route   map[string]string `json:"route"`
	Ntp     map[string]string `json:"ntp"`
	Ports   int               `json:"ports"`
	Saved   bool              `json:"saved"`
}

// check ends the program with the client's own words.
func check(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func words(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func lists(client *ciscoasa.Client) []list {
	var all []list
	made := 0
	for _, count := range []int{0, 1, 100, 101, 250} {
		for ; made < count; made++ {
			_, err := client.Objects.CreateNetworkObject(fmt.Sprintf("n%03d", made), "", fmt.Sprintf("192.0.2.%d", made))
			check("make an object", err)
		}
		found, err := client.Objects.ListNetworkObjects()
		check("list objects", err)
		names := map[string]bool{}
		for _, item := range found.Items {
			names[item.Name] = true
		}
		all = append(all, list{count, len(found.Items), len(names), found.RangeInfo.Total})
	}
	for made--; made >= 0; made-- {
		check("delete an object", client.Objects.DeleteNetworkObject(fmt.Sprintf("n%03d", made)))
	}
	return all
}

func rule(client *ciscoasa.Client, id string) map[string]string {
	one, err := client.Access.GetAccessInRule("management", id)
	check("read a rule", err)
	return map[string]string{
		"permit": fmt.Sprint(one.Permit), "source": one.SrcAddress.String(), "destination": one.DstAddress.String(),
		"service": one.DstService.String(), "access": fmt.Sprint(one.IsAccessRule),
	}
}

func rules(client *ciscoasa.Client, result *seen) {
	id, err := client.Access.CreateAccessInRule("management", "any4", "", "server", "tcp/443", "", true, true)
	check("make a rule", err)
	result.Rule = rule(client, id)
	id, err = client.Access.UpdateAccessInRule("management", id, "198.51.100.0/24", "", "server", "tcp/22", "", true, false)
	check("change a rule", err)
	result.Moved = rule(client, id)
	// More than a page, so that whoever loops would loop here.
	for port := 1000; port < 1120; port++ {
		_, err = client.Access.CreateAccessInRule("management", "any", "", "server", fmt.Sprintf("tcp/%d", port), "", true, true)
		check("make a rule", err)
	}
	found, err := client.Access.ListAccessInRules("management")
	check("list rules", err)
	ids := map[string]bool{}
	for _, item := range found.Items {
		ids[item.ObjectID] = true
	}
	result.Rules = list{121, len(found.Items), len(ids), found.RangeInfo.Total}
	for id := range ids {
		check("delete a rule", client.Access.DeleteAccessInRule("management", id))
	}
	entry := ciscoasa.CreateExtendedACLACEOptions{
		Active: true, Permit: true, Src: "any4", Dst: "server", DstService: "udp/514",
		RuleLogging: &ciscoasa.RuleLogging{LogStatus: "Warnings", LogInterval: 60},
	}
	id, err = client.Objects.CreateExtendedACLACE("by-terraform", entry)
	check("make an entry", err)
	ace, err := client.Objects.GetExtendedACLACE("by-terraform", id)
	check("read an entry", err)
	result.Entry = map[string]string{
		"service": ace.DstService.String(), "log": ace.RuleLogging.LogStatus, "interval": fmt.Sprint(ace.RuleLogging.LogInterval),
	}
	check("delete an entry", client.Objects.DeleteExtendedACLACE("by-terraform", id))
}

func main() {
	var to firewall
	check("read the arguments", json.Unmarshal([]byte(os.Args[1]), &to))
	client, err := ciscoasa.NewClient(fmt.Sprintf("https://%s:%d", to.Host, to.Https), to.Username, to.Password, true)
	check("make a client", err)
	result := seen{Lists: lists(client)}

	_, err = client.Objects.CreateNetworkObject("server", "of the lab", "192.0.2.80")
	check("make an object", err)
	_, err = client.Objects.CreateNetworkObject("server", "of the lab", "192.0.2.80")
	result.Twice = words(err)
	object, err := client.Objects.UpdateNetworkObject("server", "of another lab", "192.0.2.81")
	check("change an object", err)
	result.Object = map[string]string{"value": object.Host.Value, "kind": object.Host.Kind, "description": object.Description}

	group, err := client.Objects.CreateNetworkObjectGroup("servers", "", []string{"server", "192.0.2.82", "198.51.100.0/24"})
	check("make a group", err)
	group, err = client.Objects.UpdateNetworkObjectGroup("servers", "", []string{"server", "192.0.2.83"})
	check("change a group", err)
	for _, member := range group.Members {
		result.Group = append(result.Group, member.String())
	}
	check("delete a group", client.Objects.DeleteNetworkObjectGroup("servers"))

	service, err := client.Objects.CreateNetworkService("web", "", "tcp/443")
	check("make a service", err)
	result.Service = service.Value
	check("delete a service", client.Objects.DeleteNetworkService("web"))

	rules(client, &result)

	id, err := client.Routing.CreateStaticRoute("management", "10.254.0.0/16", "192.0.2.1", 1, false, false)
	check("make a route", err)
	id, err = client.Routing.UpdateStaticRoute(id, "management", "10.254.0.0/16", "192.0.2.1", 9, false, false)
	check("change a route", err)
	route, err := client.Routing.GetStaticRoute(id)
	check("read a route", err)
	result.Route = map[string]string{"network": route.Network.String(), "metric": fmt.Sprint(route.DistanceMetric), "interface": route.Interface.Name}
	check("delete a route", client.Routing.DeleteStaticRoute(id))

	check("make an NTP server", client.DeviceSetup.CreateNtpServer("203.0.113.33", true, "management", "", "", false))
	ntp, err := client.DeviceSetup.GetNtpServer("203.0.113.33")
	check("read an NTP server", err)
	result.Ntp = map[string]string{"preferred": fmt.Sprint(ntp.IsPreferred), "interface": ntp.Interface.Name}
	check("delete an NTP server", client.DeviceSetup.DeleteNtpServer("203.0.113.33"))

	ports, err := client.Interfaces.ListPhysicalInterfaces()
	check("list interfaces", err)
	result.Ports = len(ports.Items)

	check("delete an object", client.Objects.DeleteNetworkObject("server"))
	_, err = client.Objects.GetNetworkObject("server")
	result.Gone = words(err)
	check("back up", client.CreateBackup("", "disk0:/by-terraform.tar.gz", "123456"))
	check("save", client.Save.WriteMem())
	result.Saved = true

	text, err := json.Marshal(result)
	check("write the result", err)
	check("write the result", os.WriteFile(os.Args[2], text, 0o600))
}
