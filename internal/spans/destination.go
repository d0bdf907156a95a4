package spans

// Destination is what an attribute of a span says of where its call went.
type Destination uint8

// What attributes say of a destination.
const (
	// NoDestination is that of attributes about something else.
	NoDestination Destination = iota
	// URL is the whole address of the call.
	URL
	// Host is the name of a host, possibly with a port.
	Host
	// Cluster is the name of Envoy's upstream.
	Cluster
)

// DestinationOf returns what the attribute of that name says, by the semantic conventions of now and before, or of Envoy.
func DestinationOf(key string) Destination {
	switch key {
	case "http.url", "url.full":
		return URL
	case "server.address", "net.peer.name", "http.host":
		return Host
	case "upstream_cluster", "upstream_cluster.name":
		return Cluster
	}
	return NoDestination
}
