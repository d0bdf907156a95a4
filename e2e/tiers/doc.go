// Package tiers runs agents and gateways, as config/agent.yaml and config/gateway.yaml
// describe them, as processes of the built collector on loopback, and counts what
// comes out of each gateway.
package tiers
