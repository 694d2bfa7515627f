package dev.pinbench.harness.existing;

import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.Namespaces;
import dev.pinbench.harness.targets.TargetException;

/**
 * Client and server as found, with the way between them. Finding changes nothing.
 *
 * @param client where the client is
 * @param clientEnd its address and interface
 * @param server where the server is
 * @param serverEnd its address and interface
 */
record ExistingPair(Site client, End clientEnd, Site server, End serverEnd) {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * One end of the way.
     *
     * @param address its IPv4 address on the way
     * @param interfaceName the interface that its packets leave through
     */
    record End(String address, String interfaceName) {}

    /**
     * Finds both, and a route there and back.
     *
     * @param rootless whether only the namespace that Pinbench is in can be used
     * @throws TargetException if a target or the address is not there, or no route joins them
     * @throws NamespaceException if the machine lacks something: a program, a privilege
     */
    static ExistingPair find(Endpoints endpoints, boolean rootless)
            throws TargetException, NamespaceException, InterruptedException {
        Namespaces namespaces = Namespaces.find(!rootless);
        Site client = Site.find(namespaces, endpoints.client(), rootless);
        Site server = Site.find(namespaces, endpoints.server(), rootless);
        boolean shared = client.sharesNamespaceWith(server);
        String address = endpoints.serverAddress();
        if (address != null) {
            server.requireAddress(address);
        } else {
            address = shared ? LOOPBACK : server.reachableAddress();
        }
        Addresses.Route there = client.routeTo(address, server.at());
        if (there.local() && !shared) {
            throw new TargetException("endpoints.server: " + address + " leads from " + client.at()
                    + " to itself, not to " + server.at() + "; give another address: {at: " + server.at()
                    + ", address: A.B.C.D}");
        }
        Addresses.Route back = server.routeTo(there.source(), client.at());
        String holder = server.holder(address).orElse(back.interfaceName());
        return new ExistingPair(
                client,
                new End(there.source(), there.interfaceName()),
                server,
                new End(address, back.local() && !shared ? holder : back.interfaceName()));
    }
}
