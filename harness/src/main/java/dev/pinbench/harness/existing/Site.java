package dev.pinbench.harness.existing;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.targets.Located;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.Namespaces;
import dev.pinbench.harness.targets.NetNamespace;
import dev.pinbench.harness.targets.TargetException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Where one endpoint is, and how it can be reached there.
 *
 * @param at what the user calls it
 * @param located where that is
 * @param addresses its IPv4 addresses
 */
record Site(String at, Located located, List<Addresses.Address> addresses) {

    Site {
        addresses = List.copyOf(addresses);
    }

    /**
     * Finds it and reads its addresses.
     *
     * @param rootless whether only the namespace that Pinbench is in can be used
     */
    static Site find(Namespaces namespaces, String at, boolean rootless)
            throws TargetException, NamespaceException, InterruptedException {
        var target = Endpoints.target(at);
        Located located = target.isPresent()
                ? namespaces.locate(target.get())
                : new Located(namespaces.own(), OptionalInt.empty());
        if (rootless && !located.namespace().isOwn()) {
            throw new NamespaceException("endpoint " + at
                    + ": to measure in another network namespace than Pinbench's own needs root, and no --rootless");
        }
        try {
            return new Site(
                    at,
                    located,
                    Addresses.addresses(located.namespace().output(List.of("ip", "-j", "-4", "addr", "show"))));
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }

    NetNamespace namespace() {
        return located.namespace();
    }

    boolean sharesNamespaceWith(Site other) {
        return namespace().inode() == other.namespace().inode();
    }

    /** The interface that has this address. */
    Optional<String> holder(String address) {
        return addresses.stream()
                .filter(each -> each.text().equals(address))
                .map(Addresses.Address::interfaceName)
                .findFirst();
    }

    /**
     * Where others reach it: the first global address of the interface that holds the default route; without one that of
     * the only interface that has such an address.
     */
    String reachableAddress() throws TargetException, NamespaceException, InterruptedException {
        Optional<String> preferred;
        try {
            preferred = Addresses.defaultInterface(
                    namespace().output(List.of("ip", "-j", "-4", "route", "show", "default")));
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
        List<Addresses.Address> global = addresses.stream()
                .filter(Addresses.Address::global)
                .filter(each -> !each.interfaceName().equals("lo"))
                .filter(each -> preferred.isEmpty() || each.interfaceName().equals(preferred.get()))
                .toList();
        boolean several =
                global.stream().map(Addresses.Address::interfaceName).distinct().count() > 1;
        if (global.isEmpty() || several) {
            throw new TargetException("endpoints.server: "
                    + (several
                            ? at + " has addresses on several interfaces and no default route"
                            : at + " has no global IPv4 address"
                                    + preferred
                                            .map(name ->
                                                    " on " + Printable.escape(name) + ", which holds the default route")
                                            .orElse(""))
                    + "; give the one to use: {at: " + at + ", address: A.B.C.D}" + known());
        }
        return global.get(0).text();
    }

    /** An address that was given has to be one of its own. */
    void requireAddress(String address) throws TargetException {
        if (holder(address).isEmpty()) {
            throw new TargetException("endpoints.server: " + at + " has no address " + address + known());
        }
    }

    private String known() {
        return addresses.isEmpty()
                ? "; it has none"
                : "; it has "
                        + addresses.stream()
                                .map(each -> each.text() + " (" + Printable.escape(each.interfaceName()) + ")")
                                .collect(Collectors.joining(", "));
    }

    /** How its packets to {@code address} leave. */
    Addresses.Route routeTo(String address, String whose)
            throws TargetException, NamespaceException, InterruptedException {
        List<String> argv = List.of("ip", "-j", "-4", "route", "get", address);
        try {
            CommandResult result = namespace().run(argv);
            if (result.exitCode() != 0) {
                throw new TargetException("no route leads from " + at + " to " + address + ", the address of " + whose
                        + ": " + namespace().failure(argv, result));
            }
            return Addresses.route(result.stdout());
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }
}
