package dev.pinbench.harness.targets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A container engine, and how its program tells the process of a container. */
public enum Engine {
    DOCKER("docker", "apt-get install docker.io", "inspect --type=container --format={{.State.Pid}}"),
    PODMAN("podman", "apt-get install podman", "inspect --type=container --format={{.State.Pid}}"),
    CRICTL(
            "crictl",
            "the package cri-tools of Kubernetes' own repository (Debian has none)",
            "inspect --output=go-template --template={{.info.pid}}");

    private final String program;
    private final String mend;
    private final String arguments;

    Engine(String program, String mend, String arguments) {
        this.program = program;
        this.mend = mend;
        this.arguments = arguments;
    }

    /** The engine's program, which is also the word before the colon of a target. */
    public String program() {
        return program;
    }

    /** Where the program comes from. */
    String mend() {
        return mend;
    }

    static Optional<Engine> named(String word) {
        return Arrays.stream(values())
                .filter(engine -> engine.program.equals(word))
                .findFirst();
    }

    /** The argument vector that prints the process id; {@code --} keeps a name from being taken for an option. */
    List<String> command(String container) {
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(List.of(arguments.split(" ", -1)));
        argv.addAll(List.of("--", container));
        return argv;
    }
}
