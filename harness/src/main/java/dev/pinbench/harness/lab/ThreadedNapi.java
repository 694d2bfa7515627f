package dev.pinbench.harness.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Threaded NAPI: instead of softirqs, threads of the kernel poll an interface, one for each of its NAPI instances
 * (Documentation/networking/napi.rst).
 *
 * <p>For veth only. Tunnels have NAPI too, but theirs (net/core/gro_cells.c) takes packets off a queue of the CPU without a
 * lock, which is right in a softirq of that CPU and in no thread that may run on another.
 */
final class ThreadedNapi {
    private static final Pattern PID = Pattern.compile("\\d{1,9}");

    /** kthreadd, the parent of every thread of the kernel (init/main.c). */
    private static final String KTHREADD = "2";

    private final Path procRoot;
    private final Set<String> known = new HashSet<>();

    private ThreadedNapi(Path procRoot) {
        this.procRoot = procRoot;
    }

    /**
     * Lets threads poll these interfaces; the kernel refuses it for those without NAPI, which stay as they are.
     *
     * @param procRoot where threads of the kernel can be seen
     * @return the interfaces that threads poll, with these; without any where none can be seen, as in a container
     * @throws LabException if the kernel has no such thing, or does not permit it
     */
    static Map<LabInterface, List<NapiThread>> poll(Collection<LabInterface> interfaces, Path procRoot)
            throws LabException {
        ThreadedNapi napi = new ThreadedNapi(procRoot);
        napi.newcomers();
        Map<LabInterface, List<NapiThread>> polled = new LinkedHashMap<>();
        for (LabInterface each : interfaces) {
            if (napi.set(each)) {
                // The kernel starts them before the writing ends (netif_set_threaded in net/core/dev.c).
                polled.put(each, napi.newcomers());
            }
        }
        return polled;
    }

    private boolean set(LabInterface target) throws LabException {
        Path file = SysClassNet.threadedFile(target);
        try {
            Files.write(file, "1".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new LabException("lab: threaded-napi: there is no " + file + "; it needs kernel 5.12 or later", e);
        } catch (AccessDeniedException e) {
            throw new LabException("lab: threaded-napi: the kernel does not permit it for " + target.label(), e);
        } catch (IOException withoutNapi) {
            return false;
        }
        return SysClassNet.threaded(target).equals("1");
    }

    /** Threads of the kernel with a name of NAPI that were not there at the call before. */
    private List<NapiThread> newcomers() throws LabException {
        List<NapiThread> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(procRoot)) {
            for (Path entry : entries) {
                String pid = entry.getFileName().toString();
                if (PID.matcher(pid).matches() && known.add(pid)) {
                    add(entry, Long.parseLong(pid), found);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new LabException("lab: threaded-napi: processes cannot be listed in " + procRoot, e);
        }
        return found;
    }

    private static void add(Path process, long pid, List<NapiThread> found) {
        String stat;
        try {
            stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return;
        }
        // A process may call itself as it likes; it is a thread of the kernel by its parent, which follows the state.
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open) {
            return;
        }
        String name = stat.substring(open + 1, close);
        String[] rest = stat.substring(close + 1).strip().split(" ", 3);
        if (name.startsWith("napi/") && rest.length > 1 && rest[1].equals(KTHREADD)) {
            found.add(new NapiThread(pid, name));
        }
    }
}
