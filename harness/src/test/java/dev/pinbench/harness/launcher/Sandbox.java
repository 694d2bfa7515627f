package dev.pinbench.harness.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A checkout with the real launcher in it, and a machine to run it on: a PATH that holds the system's basic commands
 * and recorders in place of Java, Maven, apt-get and the measuring tools. Recorders write one line for each call
 * to {@link #calls()}.
 */
final class Sandbox {

    private static final Path REPOSITORY = Path.of(System.getProperty("pinbench.root", ".."));
    private static final List<String> BASICS = List.of(
            "sh bash cat chmod cp date dirname env find flock grep ln mkdir mktemp mv readlink rm sed setpriv stat tail true"
                    .split(" "));
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path root;
    private final Path home;
    private final Path bin;
    private final Path jvms;

    Sandbox(Path temp) throws IOException {
        root = temp.toRealPath();
        // Ordinary users run it too in some tests; JUnit makes the folder for its owner alone.
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = root.resolve("a check out");
        bin = Files.createDirectory(root.resolve("bin"));
        jvms = Files.createDirectory(root.resolve("jvms"));
        layOutCheckout();
        for (String basic : BASICS) {
            tool(basic, "exec " + quoted(onThisMachine(basic)) + " \"$@\"");
        }
        user(0);
        for (String tool : List.of(
                "iperf3",
                "ip",
                "ethtool",
                "nsenter",
                "unshare",
                "taskset",
                "stress-ng",
                "bpftrace",
                "nft",
                "iptables-nft-restore",
                "perf",
                "bpftool",
                "tcpdump",
                "ovs-vsctl",
                "dockerd",
                "docker",
                "fc-match")) {
            tool(tool, "");
        }
        tool("ldd", "");
        maven();
        apt();
        jdk("17.0.15");
    }

    Path root() {
        return root;
    }

    Path home() {
        return home;
    }

    Path library() {
        return home.resolve("lib");
    }

    /** Adds a JDK whose java records its process id, folder and arguments, then does what {@code then} says. */
    Path jdk(String version, String then) throws IOException {
        Path jdk = jvms.resolve("jdk-" + version);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), """
                { printf 'java %s pid %s in %s:' @VERSION@ $$ "$PWD"; printf ' [%s]' "$@"; echo; } >>@CALLS@
                @THEN@
                """.replace("@VERSION@", version).replace("@THEN@", then));
        script(jdk.resolve("bin/javac"), "exit 1");
        return jdk;
    }

    Path jdk(String version) throws IOException {
        return jdk(version, "");
    }

    void removeJdk(String version) throws IOException {
        Files.delete(jvms.resolve("jdk-" + version).resolve("bin/java"));
    }

    /** Puts a command on the PATH. */
    void tool(String name, String body) throws IOException {
        script(bin.resolve(name), body);
    }

    void remove(String... tools) throws IOException {
        for (String tool : tools) {
            Files.delete(bin.resolve(tool));
        }
    }

    /** Makes {@code id -u} answer so. */
    void user(int uid) throws IOException {
        tool("id", "echo " + uid);
    }

    /** A sudo that asks no password, and whose commands apt-get can recognise. */
    void sudo() throws IOException {
        tool("sudo", "[ \"$1\" != -n ] || shift; BY_SUDO=yes exec \"$@\"");
    }

    /** Makes Maven do this before it leaves its jars. */
    void mavenDoes(String body) throws IOException {
        Files.writeString(root.resolve("maven-does"), body);
    }

    /** Makes apt-get know only these packages until its lists are refreshed. */
    void staleLists(String... known) throws IOException {
        Files.write(root.resolve("lists"), List.of(known));
    }

    /** Lets everything in the checkout be an hour old and its build half an hour. */
    void age() throws IOException {
        Instant now = Instant.now();
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.filter(found -> !Files.isSymbolicLink(found)).toList()) {
                Files.setLastModifiedTime(path, FileTime.from(now.minus(Duration.ofHours(1))));
            }
        }
        Files.setLastModifiedTime(
                library().resolve("current/.built"), FileTime.from(now.minus(Duration.ofMinutes(30))));
    }

    /** Every call so far, one line each: the tool first. */
    List<String> calls() throws IOException {
        Path file = root.resolve("calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    List<String> calls(String tool) throws IOException {
        return calls().stream().filter(call -> call.startsWith(tool + " ")).toList();
    }

    /** Folders under lib that hold a build. */
    List<String> builds() throws IOException {
        try (Stream<Path> found = Files.list(library())) {
            return found.filter(path -> !Files.isSymbolicLink(path))
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    /** Name, change time and size of everything in the checkout. */
    List<String> everyFile() throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            List<String> lines = new ArrayList<>();
            for (Path path : paths.sorted().toList()) {
                lines.add(path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path));
            }
            return lines;
        }
    }

    Outcome pinbench(String... arguments) throws IOException, InterruptedException {
        return pinbench(Map.of(), arguments);
    }

    Outcome pinbench(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("pinbench").toString()));
        command.addAll(List.of(arguments));
        return run(root, environment, command);
    }

    Outcome run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path stdout = root.resolve("stdout");
        Path stderr = root.resolve("stderr");
        Process process = prepare(folder, environment, command)
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        return new Outcome(process.pid(), exit(process), Files.readString(stdout), Files.readString(stderr));
    }

    /** For tests that need the launcher under way; its stderr is to be read from the process. */
    Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("pinbench").toString()));
        command.addAll(List.of(arguments));
        return prepare(root, environment, command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Exit status, or a failure if the process does not end. */
    static int exit(Process process) throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher did not end within " + LIMIT);
        }
        return process.exitValue();
    }

    private ProcessBuilder prepare(Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin.toString(), "PINBENCH_JVMS", jvms.toString()));
        builder.environment().putAll(environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        return builder;
    }

    private void layOutCheckout() throws IOException {
        Files.createDirectories(home.resolve(".ci"));
        for (String script : List.of("pinbench", ".ci/run")) {
            Files.copy(REPOSITORY.resolve(script), home.resolve(script));
            executable(home.resolve(script));
        }
        for (String file : List.of(
                "pom.xml",
                ".mvn/jvm.config",
                "harness/pom.xml",
                "harness/src/main/java/Main.java",
                "harness/src/main/java/Spare.java",
                "harness/src/test/java/MainTest.java",
                "analysis/pom.xml",
                "analysis/src/main/resources/report.txt",
                "profiles/profile.schema.json",
                "profiles/first-look.yaml")) {
            Files.createDirectories(home.resolve(file).resolveSibling("."));
            Files.writeString(home.resolve(file), "x");
        }
    }

    private void maven() throws IOException {
        mavenDoes("");
        tool("mvn", """
                echo "mvn ${BY_SUDO:-} [$JAVA_HOME] in $PWD: $*" >>@CALLS@
                . @ROOT@/maven-does
                mkdir -p harness/target/lib
                echo jar >harness/target/pinbench-harness-0.1.0.jar
                echo jar >harness/target/lib/other.jar
                """);
    }

    private void apt() throws IOException {
        tool("apt-cache", "[ ! -e @ROOT@/lists ] || grep -qx \"$2\" @ROOT@/lists");
        tool("apt-get", """
                echo "apt-get ${BY_SUDO:-} $DEBIAN_FRONTEND $*" >>@CALLS@
                case $1 in
                    update) rm -f @ROOT@/lists ;;
                    install)
                        cp @ROOT@/stderr @ROOT@/said-before
                        for package in "$@"; do
                            case $package in
                                iperf3 | maven) name=${package%aven}; [ $name != m ] || name=mvn
                                    cp @ROOT@/bin/fc-match @ROOT@/bin/$name ;;
                            esac
                        done
                        ;;
                esac
                """);
    }

    private void script(Path file, String body) throws IOException {
        String text = "#!/bin/sh\n"
                + body.replace("@CALLS@", quoted(root.resolve("calls"))).replace("@ROOT@", quoted(root)) + "\n";
        Files.writeString(file, text);
        executable(file);
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onThisMachine(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new UncheckedIOException(new IOException(command + " is not on the PATH")));
    }

    /** What a finished launcher left. */
    record Outcome(long pid, int status, String stdout, String stderr) {}
}
