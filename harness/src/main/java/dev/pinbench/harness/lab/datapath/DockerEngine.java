package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Daemon;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandTimeoutException;
import dev.pinbench.harness.process.Executables;
import dev.pinbench.harness.process.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Docker Engine in one node: containerd and dockerd. All their files are in a tmpfs that the node's mount namespace has, and
 * they can write nowhere else, so that the Engine ends with the lab and so does all that it made.
 */
final class DockerEngine {
    /** The bridge that Docker makes. */
    static final String BRIDGE = "docker0";

    private static final String INTERFACE = "eth0";
    private static final String RUN = "/run/docker";
    private static final String CONTAINERD_SOCKET = RUN + "/containerd.sock";
    private static final String SOCKET = RUN + "/docker.sock";
    private static final String ARCHIVE = RUN + "/image.tar";
    private static final String IMAGE = "pod";

    /**
     * containerd, in a mount namespace where it can write to its own files and to its node's network alone. As they come,
     * containerd leaves {@code /opt/containerd} and dockerd {@code /etc/docker/key.json}, and all of them change cgroups, here
     * seen by cgroup2 whatever the machine uses. What systemd is told of is Pinbench, not a program of the lab.
     */
    private static final String CONTAINERD = """
            #!/bin/sh
            echo $$ >RUN/containerd.pid
            exec unshare --mount sh -c '
              set -e
              mount -t cgroup2 cgroup2 /sys/fs/cgroup
              mount -o remount,bind,ro /sys/fs/cgroup
              mount --bind /proc/sys/kernel /proc/sys/kernel
              mount -o remount,bind,ro /proc/sys/kernel
              if test -d /etc/docker; then mount -t tmpfs tmpfs /etc/docker; fi
              for place in / /etc /opt /var /var/lib; do
                if mountpoint -q "$place"; then mount -o remount,bind,ro "$place"; fi
              done
              exec env -u NOTIFY_SOCKET TMPDIR=RUN containerd --log-level warn --config RUN/containerd.toml
            '
            """.replace("RUN", RUN);

    /**
     * dockerd in the same mount namespace. The last variable keeps Docker 28 and later from dropping what is routed to a
     * container, as those before it do not.
     */
    private static final String DOCKERD = """
            #!/bin/sh
            exec nsenter --mount --target "$(cat RUN/containerd.pid)" env -u NOTIFY_SOCKET TMPDIR=RUN DOCKER_TMPDIR=RUN \\
              DOCKER_INSECURE_NO_IPTABLES_RAW=1 dockerd --config-file RUN/daemon.json
            """.replace("RUN", RUN);

    /** Without the plugins that look for what the kernel may not have, by modprobe, and without that of Kubernetes. */
    private static final String CONTAINERD_SETTINGS = """
            version = 2
            root = "RUN/containerd-data"
            state = "RUN/containerd-state"
            disabled_plugins = [
              "io.containerd.grpc.v1.cri",
              "io.containerd.internal.v1.opt",
              "io.containerd.snapshotter.v1.aufs",
              "io.containerd.snapshotter.v1.btrfs",
              "io.containerd.snapshotter.v1.devmapper",
              "io.containerd.snapshotter.v1.overlayfs",
              "io.containerd.snapshotter.v1.zfs"
            ]
            [grpc]
              address = "SOCKET"
            """.replace("RUN", RUN).replace("SOCKET", CONTAINERD_SOCKET);

    /**
     * runc for one pod, the first argument: in the network namespace that the lab made for it, where Docker then does
     * everything, and without cgroups, which would outlive the lab. Docker has no option for either.
     */
    private static final String RUNC = """
            #!/bin/sh
            pod=$1
            shift
            before=
            for word in "$@"; do
              if test "$before" = --bundle; then
                sed -i -e 's|"cgroupsPath":"[^"]*"|"cgroupsPath":""|' \\
                  -e 's|{"type":"network"}|{"type":"network","path":"/run/netns/'"$pod"'"}|' \\
                  "$word/config.json" || exit 1
              fi
              before=$word
            done
            exec runc --rootless=true "$@"
            """;

    /** As {@code ldd} tells: {@code libc.so.6 => /lib/libc.so.6 (0x7f…)}, and the loader without an arrow. */
    private static final Pattern LIBRARY = Pattern.compile("(?m)(?:^\\s+|=> )(/\\S+) \\(0x");

    private static final Pattern ADDRESS = Pattern.compile(" inet ([0-9.]+)/");

    private final TopologyBuilder topology;
    private final LabNamespace node;
    private final Daemon dockerd;
    private boolean ready;

    private DockerEngine(TopologyBuilder topology, LabNamespace node, Daemon dockerd) {
        this.topology = topology;
        this.node = node;
        this.dockerd = dockerd;
    }

    /**
     * Starts one; {@link #container} waits until it can be used.
     *
     * @param gateway the address of its bridge, of a /24
     * @param pods those that are to be containers of it
     */
    static DockerEngine start(TopologyBuilder topology, LabNamespace node, String gateway, List<LabNamespace> pods)
            throws LabException, InterruptedException {
        // Docker switches it on itself, and only then sets the policy of FORWARD to DROP.
        node.sysctl("net/ipv4/ip_forward", "0");
        // Its bridge looks into multicast and would tell so (224.0.0.106), in the middle of what is measured.
        node.sysctl("net/ipv4/igmp_link_local_mcast_reports", "0");
        node.require(List.of("mkdir", "-p", RUN), "");
        node.require(List.of("mount", "-t", "tmpfs", "-o", "mode=0700", "tmpfs", RUN), "");
        try {
            write(node, "containerd.toml", CONTAINERD_SETTINGS, false);
            write(node, "containerd", CONTAINERD, true);
            write(node, "daemon.json", settings(gateway, topology.mtuBytes(), pods), false);
            write(node, "dockerd", DOCKERD, true);
            write(node, "runc", RUNC, true);
        } catch (IOException e) {
            throw new LabException("lab: in " + node.name() + ": the files of Docker cannot be written: " + e, e);
        }
        // It wakes up hundreds of times a second while it has nothing to do: stopped while another topology is used.
        topology.startPolling(node, List.of(RUN + "/containerd"))
                .await("its socket", () -> Files.exists(seen(node, CONTAINERD_SOCKET)));
        return new DockerEngine(topology, node, topology.start(node, List.of(RUN + "/dockerd")));
    }

    /**
     * The driver vfs needs nothing of the kernel, and what it copies is small. cgroups by cgroupfs: nothing is asked of
     * systemd.
     */
    private static String settings(String gateway, int mtuBytes, List<LabNamespace> pods) {
        String runtimes = pods.stream()
                .map(pod -> "\"%s\": {\"path\": \"%s/runc\", \"runtimeArgs\": [\"%s\"]}"
                        .formatted(pod.name(), RUN, pod.name()))
                .collect(Collectors.joining(", "));
        return """
                {
                  "data-root": "RUN/data",
                  "exec-root": "RUN/exec",
                  "pidfile": "RUN/docker.pid",
                  "containerd": "CONTAINERD",
                  "hosts": ["unix://SOCKET"],
                  "bip": "GATEWAY/24",
                  "mtu": MTU,
                  "storage-driver": "vfs",
                  "exec-opts": ["native.cgroupdriver=cgroupfs"],
                  "log-driver": "none",
                  "log-level": "warn",
                  "runtimes": {RUNTIMES}
                }
                """.replace("SOCKET", SOCKET)
                .replace("CONTAINERD", CONTAINERD_SOCKET)
                .replace("RUNTIMES", runtimes)
                .replace("RUN", RUN)
                .replace("GATEWAY", gateway)
                .replace("MTU", Integer.toString(mtuBytes));
    }

    private static void write(LabNamespace node, String name, String text, boolean program) throws IOException {
        Path file = seen(node, RUN).resolve(name);
        Files.writeString(file, text);
        if (program) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** A file of a node or pod as this program sees it. */
    private static Path seen(LabNamespace namespace, String file) {
        return Path.of("/proc", Long.toString(namespace.anchorPid()), "root").resolve(file.substring(1));
    }

    /**
     * Has Docker start a container that is the pod; the node's bridge and both ends of its veth pair are told to the topology.
     *
     * @return the name of the node's end, which Docker makes up
     */
    String container(LabNamespace pod) throws LabException, InterruptedException {
        makeReady();
        String sleep = program("sleep").toString();
        node.require(docker("run", "--detach", "--runtime", pod.name(), "--name", pod.name(), IMAGE, sleep, "inf"), "");
        try {
            String nodeEnd = nodeEnd(pod);
            topology.made(pod, INTERFACE, "veth", topology.mtuBytes());
            topology.made(node, nodeEnd, "veth", topology.mtuBytes());
            return nodeEnd;
        } catch (IOException e) {
            throw new LabException("lab: Docker started a container, but did not join " + pod.name() + ": " + e, e);
        }
    }

    private void makeReady() throws LabException, InterruptedException {
        if (ready) {
            return;
        }
        archive();
        dockerd.await("an answer from it", this::answers);
        node.require(docker("import", ARCHIVE, IMAGE), "");
        node.require(List.of("rm", ARCHIVE), "");
        topology.made(node, BRIDGE, "bridge", topology.mtuBytes());
        ready = true;
    }

    private boolean answers() throws LabException, InterruptedException {
        try {
            return node.run(docker("version")).exitCode() == 0;
        } catch (CommandTimeoutException slow) {
            return false;
        } catch (CommandException e) {
            throw new LabException("lab: in " + node.name() + ": " + e.getMessage(), e);
        }
    }

    /** This machine's iperf3, and a program that does nothing, with the libraries of both. */
    private void archive() throws LabException, InterruptedException {
        List<String> programs =
                List.of(program("iperf3").toString(), program("sleep").toString());
        Set<String> files = new TreeSet<>(programs);
        List<String> ldd = new ArrayList<>(List.of("ldd"));
        ldd.addAll(programs);
        try {
            // Its exit status is 1 if a program is static.
            Matcher libraries = LIBRARY.matcher(node.run(ldd).stdout());
            while (libraries.find()) {
                files.add(libraries.group(1));
            }
        } catch (CommandException e) {
            throw new LabException("lab: in " + node.name() + ": " + e.getMessage(), e);
        }
        List<String> tar = new ArrayList<>(List.of("tar", "-chf", ARCHIVE, "-C", "/"));
        files.forEach(file -> tar.add(file.substring(1)));
        node.require(tar, "");
    }

    private static Path program(String name) throws LabException {
        return Executables.find(name).orElseThrow(() -> new LabException("lab: " + name + " is not installed"));
    }

    /** Without the environment, which could name another engine. */
    static List<String> docker(String... words) throws LabException {
        List<String> argv = new ArrayList<>(
                List.of("env", "-i", program("docker").toString(), "--config", RUN + "/cli", "-H", "unix://" + SOCKET));
        argv.addAll(List.of(words));
        return argv;
    }

    /** The interface of the node whose index the pod's interface has as that of its peer. */
    private String nodeEnd(LabNamespace pod) throws IOException {
        String index = Files.readString(seen(pod, "/sys/class/net/" + INTERFACE + "/iflink"));
        try (DirectoryStream<Path> interfaces = Files.newDirectoryStream(seen(node, "/sys/class/net"))) {
            for (Path each : interfaces) {
                Path file = each.resolve("ifindex");
                if (Files.exists(file) && Files.readString(file).equals(index)) {
                    return each.getFileName().toString();
                }
            }
        }
        throw new IOException("no interface of " + node.name() + " has the index " + index.strip());
    }

    /** The address that Docker gave a pod. */
    static String address(LabNamespace pod) throws LabException, InterruptedException {
        try {
            String said = pod.run(List.of("ip", "-4", "-o", "addr", "show", "dev", INTERFACE))
                    .stdout();
            Matcher address = ADDRESS.matcher(said);
            if (!address.find()) {
                throw new LabException(
                        "lab: Docker gave " + pod.name() + " no IPv4 address: " + Printable.escape(said.strip()));
            }
            return address.group(1);
        } catch (CommandException e) {
            throw new LabException("lab: in " + pod.name() + ": " + e.getMessage(), e);
        }
    }
}
