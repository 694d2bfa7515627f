package dev.pinbench.harness.account;

import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bytes that iperf3 moved once.
 *
 * @param written what the client wrote
 * @param read what the server read
 */
record Transfer(long written, long read) {
    /** TCP port of the server: iperf3's own; the lab's namespaces are private, so that nobody else can have it. */
    static final int PORT = 5201;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);
    /** A handshake takes microseconds; its first segment is sent again after one second. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /**
     * Moves bytes from client to server.
     *
     * @throws AccountException if iperf3 failed; holds its own words
     */
    static Transfer of(long bytes, LabEndpoint client, LabEndpoint server, CounterReader reader)
            throws AccountException, InterruptedException {
        String port = Integer.toString(PORT);
        try (RunningProcess listener = RunningProcess.start(
                server.command(List.of("iperf3", "-s", "-1", "-p", port, "-J")), RunningProcess.Stdin.NONE)) {
            Patience.await("iperf3 to listen in " + server.name(), START_TIMEOUT, () -> {
                if (!listener.isAlive()) {
                    throw new AccountException("iperf3 server: ended before it listened: " + words(listener));
                }
                return SocketTable.listens(reader.lines(server.namespace(), "net/tcp"), PORT)
                        || SocketTable.listens(reader.lines(server.namespace(), "net/tcp6"), PORT);
            });
            try (RunningProcess sender = RunningProcess.start(
                    client.command(List.of(
                            "iperf3",
                            "-c",
                            server.address(),
                            "-p",
                            port,
                            "--connect-timeout",
                            Long.toString(CONNECT_TIMEOUT.toMillis()),
                            "-n",
                            Long.toString(bytes),
                            "-J")),
                    RunningProcess.Stdin.NONE)) {
                if (!sender.waitFor(TRANSFER_TIMEOUT)) {
                    throw new AccountException(
                            "iperf3 client: did not end within " + TRANSFER_TIMEOUT.toMinutes() + " min");
                }
                if (sender.exitCode() != 0) {
                    throw new AccountException("iperf3 client: " + words(sender));
                }
                Transfer moved = parse(sender.stdoutText());
                listener.waitFor(START_TIMEOUT);
                return moved;
            }
        } catch (CommandException e) {
            throw new AccountException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Transfer parse(String report) throws AccountException {
        try {
            JsonNode root = MAPPER.readTree(report);
            // With -J some versions of iperf3 end with status 0 whatever became of it.
            if (root.path("error").isString()) {
                throw new AccountException(
                        "iperf3 client: " + Printable.escape(root.path("error").stringValue()));
            }
            JsonNode end = root.path("end");
            JsonNode written = end.path("sum_sent").path("bytes");
            JsonNode read = end.path("sum_received").path("bytes");
            if (written.isIntegralNumber() && read.isIntegralNumber()) {
                return new Transfer(written.longValue(), read.longValue());
            }
        } catch (JacksonException e) {
            throw new AccountException("iperf3 client: expected a report in JSON", e);
        }
        throw new AccountException("iperf3 client: its report lacks sum_sent.bytes or sum_received.bytes");
    }

    private static String words(RunningProcess process) throws InterruptedException {
        try {
            JsonNode error = MAPPER.readTree(process.stdoutText()).path("error");
            return error.isString()
                    ? Printable.escape(error.stringValue())
                    : "exit status " + process.exitCode() + " without a word";
        } catch (CommandException | JacksonException e) {
            return "exit status " + process.exitCode();
        }
    }
}
