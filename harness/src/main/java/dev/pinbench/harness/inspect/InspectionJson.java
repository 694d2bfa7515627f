package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An inspection as JSON, version 1. {@code null} is what could not be told; an empty list is none. */
public final class InspectionJson {
    /** Raised with every change that a reader could trip over. */
    static final int SCHEMA_VERSION = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private InspectionJson() {}

    /** The inspection as one JSON object, ended by a newline. */
    public static String render(Inspection inspection) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("target", inspection.target());
        root.put("from", inspection.from().isEmpty() ? null : inspection.from());
        root.put("to", inspection.to());
        root.put("anywhere", inspection.anywhere());
        root.put("complete", inspection.complete());
        root.put("end", inspection.end());
        root.put("intervalSeconds", inspection.intervalSeconds());
        List<Object> hops = new ArrayList<>();
        inspection.hops().forEach(hop -> hops.add(hop(hop)));
        root.put("hops", hops);
        List<Object> namespaces = new ArrayList<>();
        inspection.namespaces().forEach(each -> namespaces.add(namespace(each)));
        root.put("namespaces", namespaces);
        root.put("ciliumMaps", inspection.cilium().maps());
        root.put("ciliumEndpoints", inspection.cilium().endpoints());
        root.put("ciliumCounts", inspection.cilium().counts());
        root.put("notes", inspection.notes());
        return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> hop(Hop hop) {
        Device device = hop.device();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("namespace", hop.namespace());
        map.put("namespaceInode", hop.namespaceInode());
        map.put("interface", device.name());
        map.put("index", device.link().index());
        map.put("kind", device.kind());
        map.put("direction", hop.sends() ? "tx" : "rx");
        map.put("encapsulated", hop.encapsulated());
        map.put("why", hop.how());
        map.put("up", device.up());
        map.put("mtuBytes", device.mtuBytes());
        map.put("hardwareAddress", device.mac());
        map.put("addresses", device.addresses());
        map.put("master", device.link().master());
        map.put("qdisc", device.qdisc());
        map.put("tunnel", tunnel(device.tunnel()));
        Settings settings = hop.settings();
        map.put("driver", settings.driver());
        map.put("bus", settings.busInfo());
        Map<String, Object> offloads = new LinkedHashMap<>();
        settings.offloads().forEach((name, offload) -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("on", offload.on());
            each.put("fixed", offload.fixed());
            offloads.put(name, each);
        });
        map.put("offloads", offloads);
        // Every interface has a receive queue, so without one nothing was read.
        map.put("rpsMasks", settings.rps().isEmpty() ? null : settings.rps());
        map.put("xpsMasks", settings.rps().isEmpty() ? null : settings.xps());
        map.put("threadedNapi", settings.threadedNapi());
        List<Object> programs = new ArrayList<>();
        hop.programs().forEach(program -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("hook", program.hook());
            each.put("id", program.id());
            each.put("name", program.name());
            programs.add(each);
        });
        map.put("programs", programs);
        List<Object> readers = new ArrayList<>();
        hop.readers().forEach(reader -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("process", reader.process());
            each.put("pid", reader.pid());
            each.put("by", reader.by().words());
            readers.add(each);
        });
        map.put("readers", readers);
        List<Object> irqs = new ArrayList<>();
        hop.irqs().forEach(irq -> irqs.add(irq(irq)));
        map.put("irqs", irqs);
        Hop.Counts counts = hop.counts();
        map.put("rx", counts == null ? null : tally(counts.rx()));
        map.put("tx", counts == null ? null : tally(counts.tx()));
        map.put("queueDropped", counts == null ? null : counts.queueDropped());
        return map;
    }

    private static @Nullable Map<String, Object> tunnel(@Nullable Tunnel tunnel) {
        if (tunnel == null) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", tunnel.vni());
        map.put("port", tunnel.port());
        map.put("local", tunnel.local());
        map.put("remote", tunnel.remote());
        map.put("underlay", tunnel.underlay());
        map.put("external", tunnel.external());
        return map;
    }

    private static Map<String, Object> irq(Irq irq) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("number", irq.number());
        map.put("name", irq.name());
        map.put("affinity", irq.affinity());
        map.put("effectiveAffinity", irq.effective());
        map.put("servedByCpu", irq.servedByCpu());
        map.put("inIntervalByCpu", irq.inIntervalByCpu());
        return map;
    }

    private static Map<String, Object> tally(Tally tally) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("packets", tally.packets());
        map.put("bytes", tally.bytes());
        map.put("dropped", tally.dropped());
        map.put("errors", tally.errors());
        return map;
    }

    private static Map<String, Object> namespace(NamespaceFacts facts) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", facts.name());
        map.put("inode", facts.inode());
        List<NatRule> rules = facts.nat();
        List<Object> nat = new ArrayList<>();
        if (rules != null) {
            rules.forEach(rule -> {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("source", rule.source());
                each.put("chain", rule.chain());
                each.put("rule", rule.text());
                nat.add(each);
            });
        }
        map.put("nat", rules == null ? null : nat);
        map.put("conntrackInTheWay", facts.tracked());
        map.put("conntrackEntries", facts.conntrackEntries());
        map.put("bridgeCallsIptables", facts.bridgeCallsIptables());
        return map;
    }
}
