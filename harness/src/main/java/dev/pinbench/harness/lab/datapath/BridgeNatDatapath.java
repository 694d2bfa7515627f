package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * A bridge behind Docker's rules: what leaves it is masqueraded, what crosses the node passes the chains of FORWARD with
 * connection tracking. The same rules in nftables' own words, or as {@code iptables-nft} makes them.
 */
final class BridgeNatDatapath implements Datapath {
    private static final String BRIDGE = "br0";
    private static final String BRIDGED_TOO = "net/bridge/bridge-nf-call-iptables";

    private final Rules rules;

    /** Who writes the rules. */
    enum Rules {
        NFT("bridge-nat", "nft", "nftables"),
        IPTABLES("bridge-nat-iptables", "iptables-nft-restore", "iptables");

        private final String datapath;
        private final String tool;
        private final String debianPackage;

        Rules(String datapath, String tool, String debianPackage) {
            this.datapath = datapath;
            this.tool = tool;
            this.debianPackage = debianPackage;
        }

        private List<String> argv() {
            return this == NFT ? List.of(tool, "-f", "-") : List.of(tool);
        }

        private String text(String network, String pods) {
            return this == NFT ? nft(network, pods) : iptables(network, pods);
        }
    }

    BridgeNatDatapath(Rules rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return rules.datapath;
    }

    @Override
    public String standsFor() {
        return "containers on docker0: masqueraded, behind Docker's FORWARD chains, "
                + (rules == Rules.NFT ? "in nftables' own words" : "as iptables-nft writes them");
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return new Needs(rootless)
                .tool(rules.tool, rules.debianPackage)
                .link("bridge", "link add try type bridge")
                .works(
                        "this kernel cannot filter what goes from port to port of a bridge",
                        "sudo modprobe br_netfilter",
                        List.of("tee", "/proc/sys/" + BRIDGED_TOO),
                        "1")
                .works(
                        "this kernel does not take the rules of " + rules.tool,
                        "sudo modprobe nf_tables  # or boot a kernel with connection tracking and masquerade",
                        rules.argv(),
                        rules.text(Bridges.NETWORK_A, Bridges.POD_A))
                .lacking();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        Bridges bridges = new Bridges(BRIDGE, topology.mtuBytes());
        bridges.join(topology);
        topology.routeToPods(Bridges.NETWORK_A, Bridges.NETWORK_B);
        if (topology.oneNode()) {
            guard(topology.nodeA(), Bridges.NETWORK_A, List.of(Bridges.POD_A, Bridges.podB(topology)));
        } else {
            guard(topology.nodeA(), Bridges.NETWORK_A, List.of(Bridges.POD_A));
            guard(topology.nodeB(), Bridges.NETWORK_B, List.of(Bridges.podB(topology)));
        }
        List<String> hostWorks = topology.oneNode()
                ? List.of("connection tracking")
                : List.of("routes", "connection tracking", "FORWARD", "MASQUERADE");
        bridges.ways(
                topology,
                List.of("looks up the MAC address", "connection tracking", "FORWARD (br_netfilter)"),
                hostWorks);
    }

    private void guard(LabNamespace node, String network, List<String> pods) throws LabException, InterruptedException {
        node.sysctl(BRIDGED_TOO, "1");
        node.require(rules.argv(), rules.text(network, String.join(",", pods)));
    }

    /** The chains that dockerd (20 to 27) makes; pods' ports count as published, at the pods' own addresses. */
    private static String iptables(String network, String pods) {
        List<String> lines = new ArrayList<>(List.of(
                "*filter",
                ":INPUT ACCEPT",
                ":FORWARD DROP",
                ":OUTPUT ACCEPT",
                ":DOCKER -",
                ":DOCKER-ISOLATION-STAGE-1 -",
                ":DOCKER-ISOLATION-STAGE-2 -",
                ":DOCKER-USER -",
                "-A FORWARD -j DOCKER-USER",
                "-A FORWARD -j DOCKER-ISOLATION-STAGE-1",
                "-A FORWARD -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                "-A FORWARD -o br0 -j DOCKER",
                "-A FORWARD -i br0 ! -o br0 -j ACCEPT",
                "-A FORWARD -i br0 -o br0 -j ACCEPT"));
        for (String pod : pods.split(",", -1)) {
            lines.add("-A DOCKER -d " + pod + "/32 ! -i br0 -o br0 -j ACCEPT");
        }
        lines.addAll(List.of(
                "-A DOCKER-ISOLATION-STAGE-1 -i br0 ! -o br0 -j DOCKER-ISOLATION-STAGE-2",
                "-A DOCKER-ISOLATION-STAGE-1 -j RETURN",
                "-A DOCKER-ISOLATION-STAGE-2 -o br0 -j DROP",
                "-A DOCKER-ISOLATION-STAGE-2 -j RETURN",
                "-A DOCKER-USER -j RETURN",
                "COMMIT",
                "*nat",
                ":PREROUTING ACCEPT",
                ":INPUT ACCEPT",
                ":OUTPUT ACCEPT",
                ":POSTROUTING ACCEPT",
                ":DOCKER -",
                "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
                "-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER",
                "-A POSTROUTING -s " + network + " ! -o br0 -j MASQUERADE",
                "-A DOCKER -i br0 -j RETURN",
                "COMMIT"));
        return String.join("\n", lines) + "\n";
    }

    /** The same, rule by rule. */
    private static String nft(String network, String pods) {
        return """
                table ip filter {
                  chain docker {
                    ip daddr { PODS } iifname != "br0" oifname "br0" accept
                  }
                  chain docker-user {
                    return
                  }
                  chain docker-isolation-stage-2 {
                    oifname "br0" drop
                    return
                  }
                  chain docker-isolation-stage-1 {
                    iifname "br0" oifname != "br0" jump docker-isolation-stage-2
                    return
                  }
                  chain forward {
                    type filter hook forward priority filter; policy drop;
                    jump docker-user
                    jump docker-isolation-stage-1
                    oifname "br0" ct state established,related accept
                    oifname "br0" jump docker
                    iifname "br0" oifname != "br0" accept
                    iifname "br0" oifname "br0" accept
                  }
                }
                table ip nat {
                  chain docker {
                    iifname "br0" return
                  }
                  chain prerouting {
                    type nat hook prerouting priority dstnat; policy accept;
                    fib daddr type local jump docker
                  }
                  chain output {
                    type nat hook output priority -100; policy accept;
                    ip daddr != 127.0.0.0/8 fib daddr type local jump docker
                  }
                  chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    ip saddr NETWORK oifname != "br0" masquerade
                  }
                }
                """.replace("PODS", pods).replace("NETWORK", network);
    }
}
