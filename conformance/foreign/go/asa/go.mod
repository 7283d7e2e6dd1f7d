module rackless.invalid/foreign/asa

go 1.16

require github.com/CiscoDevNet/go-ciscoasa v0.2.6
