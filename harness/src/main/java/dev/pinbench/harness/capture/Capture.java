package dev.pinbench.harness.capture;

import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.host.MemInfo;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** tcpdump at every hop of a path, from before the first packet until after the last. */
public final class Capture implements AutoCloseable {
    /** The program that it needs. */
    public static final String TOOL = Tcpdump.NAME;

    private static final long LITTLE_MEMORY_BYTES = 256L << 20;

    private record Hop(CapturePoint point, CaptureFile file, Tcpdump tcpdump) {}

    private final List<CaptureFile> files = new ArrayList<>();
    private final List<Hop> hops = new ArrayList<>();
    private @Nullable CaptureFolder temporary;
    private @Nullable Path madeFolder;
    private boolean complete;

    private Capture() {}

    /**
     * Starts to capture; when this returns, no packet is missed.
     *
     * @param points where, in order from client to server
     * @param payloadBytes what is to be sent
     * @throws CaptureException if there is no room, or tcpdump does not begin
     */
    public static Capture start(CaptureRequest request, List<CapturePoint> points, long payloadBytes)
            throws CaptureException, InterruptedException {
        Path asked = request.folder();
        Path base = asked == null ? temporaryFolder() : asked;
        int mtuBytes = points.stream().mapToInt(CapturePoint::mtuBytes).min().orElseThrow();
        long memory = MemInfo.availableBytes(HostFiles.live()).orElse(LITTLE_MEMORY_BYTES);
        CaptureRoom room = CaptureRoom.of(payloadBytes, mtuBytes, points.size(), memory);
        request.announce().accept(room.require(base, points));
        Capture capture = new Capture();
        try {
            if (asked == null) {
                capture.temporary = CaptureFolder.in(base);
                capture.start(capture.temporary.path(), false, points, room.bufferBytes());
            } else {
                capture.start(asked, true, points, room.bufferBytes());
            }
            return capture;
        } catch (CaptureException | InterruptedException | RuntimeException e) {
            capture.close();
            throw e;
        }
    }

    /** As the launcher's own files: Java itself does not look at TMPDIR. */
    private static Path temporaryFolder() {
        String told = System.getenv("TMPDIR");
        return Path.of(told == null || told.isEmpty() ? System.getProperty("java.io.tmpdir") : told);
    }

    private void start(Path folder, boolean keep, List<CapturePoint> points, long bufferBytes)
            throws CaptureException, InterruptedException {
        for (CapturePoint point : points) {
            try {
                if (keep && !Files.exists(folder)) {
                    Files.createDirectories(folder);
                    madeFolder = folder;
                }
                CaptureFile file = keep
                        ? CaptureFile.kept(
                                folder,
                                String.format(
                                        Locale.ROOT,
                                        "%02d-%s-%s",
                                        hops.size() + 1,
                                        point.at().namespace().name(),
                                        point.at().name()))
                        : CaptureFile.temporary(folder);
                files.add(file);
                hops.add(new Hop(point, file, Tcpdump.start(point.at(), file.path(), bufferBytes)));
            } catch (CaptureException e) {
                throw e;
            } catch (IOException e) {
                throw new CaptureException("capture: no file can be made in " + folder + ": " + e, e);
            }
        }
        for (Hop hop : hops) {
            hop.tcpdump.awaitListening();
            try {
                hop.file.hide();
            } catch (IOException e) {
                throw new CaptureException("capture: " + hop.file.path() + " cannot be removed: " + e, e);
            }
        }
    }

    /**
     * Ends capturing, once all that went by is written, and reads it. Nothing must send meanwhile.
     *
     * @param serverPort TCP port of the server
     * @return what was captured at each point, in their order
     * @throws CaptureException if a capture ended before, or is not whole
     */
    public List<HopCapture> stop(int serverPort) throws CaptureException, InterruptedException {
        List<CaptureStatistics> statistics = new ArrayList<>();
        for (Hop hop : hops) {
            statistics.add(hop.tcpdump.stop());
        }
        List<HopCapture> captures = new ArrayList<>();
        for (int i = 0; i < hops.size(); i++) {
            captures.add(read(hops.get(i), statistics.get(i), serverPort));
        }
        complete = true;
        return captures;
    }

    private static HopCapture read(Hop hop, CaptureStatistics statistics, int serverPort)
            throws CaptureException, InterruptedException {
        CapturePoint point = hop.point;
        String name = "capture at " + Tcpdump.label(point.at());
        HopTally tally = new HopTally(serverPort, point.mtuBytes());
        boolean whole;
        try {
            whole = PcapReader.read(name, hop.file.reader(), tally::add);
        } catch (ClosedByInterruptException e) {
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            // The channel left the mark, for which the exception stands.
            Thread.interrupted();
            throw interrupted;
        } catch (IOException e) {
            throw new CaptureException(damaged(name, hop, statistics) + " (" + e.getMessage() + ")", e);
        }
        // tcpdump does not look whether what it wrote got through (pcap_dump, libpcap's sf-pcap.c).
        if (!whole || tally.packets() != statistics.captured()) {
            throw new CaptureException(damaged(name, hop, statistics) + " (" + tally.packets() + " are there)");
        }
        return new HopCapture(
                point.at().namespace().name(),
                point.at().name(),
                tally.towardsServer(),
                tally.towardsClient(),
                tally.other(),
                statistics.dropped(),
                hop.file.keptAt());
    }

    private static String damaged(String name, Hop hop, CaptureStatistics statistics) {
        return name + ": the file does not hold the " + statistics.captured() + " packets that tcpdump wrote to it: "
                + CaptureRoom.reasonForLoss(hop.file.path());
    }

    /** Ends every tcpdump that still runs; files that are not kept go, and those into which nothing has come yet. */
    @Override
    public void close() {
        hops.forEach(hop -> hop.tcpdump.close());
        files.forEach(CaptureFile::close);
        if (!complete) {
            discardEmpty();
        }
        if (temporary != null) {
            temporary.close();
        }
    }

    private void discardEmpty() {
        files.forEach(CaptureFile::discardIfEmpty);
        try {
            if (madeFolder != null) {
                Files.delete(madeFolder);
            }
        } catch (IOException e) {
            // It stays with what is in it: captures that were begun.
            return;
        }
    }
}
