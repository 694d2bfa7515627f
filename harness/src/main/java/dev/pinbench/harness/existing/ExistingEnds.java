package dev.pinbench.harness.existing;

import dev.pinbench.harness.lab.InterfaceState;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabInterface;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.Namespaces;
import dev.pinbench.harness.targets.TargetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Client and server, ready for programs of a lab to run there. What both are like was read once, at the beginning. */
public final class ExistingEnds {
    private final LabEndpoint client;
    private final LabEndpoint server;
    private final List<Presence> presences;
    private final Map<LabInterface, InterfaceState> beginning = new LinkedHashMap<>();
    private final Map<String, String> readBack = new LinkedHashMap<>();

    private ExistingEnds(LabEndpoint client, LabEndpoint server, List<Presence> presences) {
        this.client = client;
        this.server = server;
        this.presences = List.copyOf(presences);
    }

    /**
     * Finds both ends and a way between them, and touches nothing.
     *
     * @param rootless whether only the namespace that Pinbench is in can be used
     * @throws TargetException if a target or its address is not there, or no route joins both
     * @throws NamespaceException if the machine lacks something: a program, a privilege
     */
    public static void require(Endpoints endpoints, boolean rootless)
            throws TargetException, NamespaceException, InterruptedException {
        ExistingPair.find(endpoints, rootless);
    }

    /**
     * Finds both ends and lets the lab into their network namespaces. Closing the lab leaves nothing there.
     *
     * @throws TargetException if a target is not there
     * @throws IOException if the machine lacks something
     */
    public static ExistingEnds open(Lab lab, Endpoints endpoints) throws IOException, InterruptedException {
        ExistingPair pair = ExistingPair.find(endpoints, lab.rootless());
        List<Presence> presences = List.of(new Presence(pair.client()), new Presence(pair.server()));
        LabNamespace clientSide = adopt(lab, pair.client());
        LabNamespace serverSide =
                pair.client().sharesNamespaceWith(pair.server()) ? clientSide : adopt(lab, pair.server());
        ExistingEnds ends = new ExistingEnds(
                endpoint(lab, clientSide, pair.clientEnd()), endpoint(lab, serverSide, pair.serverEnd()), presences);
        ends.requirePresent();
        ends.readBack.put("client", describe(pair.client(), pair.clientEnd()));
        ends.readBack.put("server", describe(pair.server(), pair.serverEnd()));
        for (LabEndpoint each : List.of(ends.client, ends.server)) {
            LabInterface at = new LabInterface(each.namespace(), each.interfaceName());
            InterfaceState state = InterfaceState.read(at);
            ends.beginning.put(at, state);
            ends.readBack.put(at.label(), state.words());
        }
        return ends;
    }

    private static LabNamespace adopt(Lab lab, Site site) throws LabException, TargetException, InterruptedException {
        LabNamespace adopted = lab.adopt(site.at(), site.namespace().enter());
        if (!Namespaces.inodeOf(adopted.anchorPid())
                .equals(Optional.of(site.namespace().inode()))) {
            throw new TargetException("endpoint " + site.at() + ": went away while it was entered");
        }
        return adopted;
    }

    private static LabEndpoint endpoint(Lab lab, LabNamespace namespace, ExistingPair.End end) {
        return new LabEndpoint(namespace, lab.host(), end.address(), end.interfaceName());
    }

    private static String describe(Site site, ExistingPair.End end) {
        return site.at() + ": " + end.interfaceName() + " " + end.address()
                + (site.located().pid().isPresent()
                        ? ", process " + site.located().pid().getAsInt()
                        : "")
                + ", net:[" + site.namespace().inode() + "]";
    }

    /** Where the client runs. */
    public LabEndpoint client() {
        return client;
    }

    /** Where the server runs. */
    public LabEndpoint server() {
        return server;
    }

    /** The namespaces of both, once if they share one. */
    public List<LabNamespace> namespaces() {
        return Stream.of(client.namespace(), server.namespace()).distinct().toList();
    }

    /** MTU of an endpoint's interface as it was at the beginning, in bytes. */
    public int mtuBytes(LabEndpoint endpoint) {
        InterfaceState state = beginning.get(new LabInterface(endpoint.namespace(), endpoint.interfaceName()));
        if (state == null) {
            throw new IllegalArgumentException(endpoint.name() + " is neither client nor server");
        }
        return state.mtuBytes();
    }

    /** Who is where, and how their interfaces were set up at the beginning. */
    public Map<String, String> readBack() {
        return Map.copyOf(readBack);
    }

    /**
     * Whether both are there still.
     *
     * @throws TargetException if one of them is gone
     */
    public void requirePresent() throws TargetException {
        for (Presence each : presences) {
            Optional<String> gone = each.gone();
            if (gone.isPresent()) {
                throw new TargetException(gone.get());
            }
        }
    }

    /** What is no longer as it was at the beginning, one sentence each. */
    public List<String> changes() throws InterruptedException {
        List<String> changes = new ArrayList<>();
        presences.forEach(each -> each.gone().ifPresent(changes::add));
        for (Map.Entry<LabInterface, InterfaceState> each : beginning.entrySet()) {
            try {
                String now = InterfaceState.read(each.getKey()).words();
                if (!now.equals(each.getValue().words())) {
                    changes.add(each.getKey().label() + " was changed while measuring: it had "
                            + each.getValue().words() + ", now " + now);
                }
            } catch (LabException e) {
                changes.add(each.getKey().label() + " went away while measuring: " + e.getMessage());
            }
        }
        return changes;
    }
}
