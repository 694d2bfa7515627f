package dev.pinbench.harness.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lab's interfaces in sysfs (Documentation/ABI/testing/sysfs-class-net), reached through a namespace's anchor. */
final class SysClassNet {

    private SysClassNet() {}

    static int mtuBytes(LabInterface target) throws LabException {
        Path file = target.namespace().sysClassNet(target.name()).resolve("mtu");
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            throw new LabException("lab: MTU of " + target.label() + " cannot be read from " + file, e);
        }
    }

    /** Says, and sets, whether threads poll the interface; not there before kernel 5.12. */
    static Path threadedFile(LabInterface target) {
        return target.namespace().sysClassNet(target.name()).resolve("threaded");
    }

    /** What {@link #threadedFile} says: {@code 0}, {@code 1}, or {@code unknown}. */
    static String threaded(LabInterface target) {
        try {
            return Files.readString(threadedFile(target)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The {@code rps_cpus} file of every receive queue. */
    static List<Path> rpsFiles(LabInterface target) throws LabException {
        return receiveFiles(target, "rps_cpus");
    }

    /** The file of this name of every receive queue. */
    static List<Path> receiveFiles(LabInterface target, String name) throws LabException {
        return queueFiles(target, "rx-", name);
    }

    /** The {@code xps_cpus} file of every transmit queue. */
    static List<Path> xpsFiles(LabInterface target) throws LabException {
        return queueFiles(target, "tx-", "xps_cpus");
    }

    private static List<Path> queueFiles(LabInterface target, String prefix, String name) throws LabException {
        Path queues = target.namespace().sysClassNet(target.name()).resolve("queues");
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(queues, prefix + "*")) {
            for (Path queue : entries) {
                files.add(queue.resolve(name));
            }
        } catch (IOException e) {
            throw new LabException("lab: queues of " + target.label() + " cannot be listed in " + queues, e);
        }
        files.sort(null);
        return files;
    }
}
