package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

    private static final String LASTING = "lasting";
    private static final int LASTING_THREADS = 3;

    @Test
    void theHarnessTakesTheHighestCoreThatIsNotMeasured() throws Exception {
        assertThat(new Housekeeping(List.of(0, 1, 2, 3)).choose(Set.of(0, 1), 1))
                .isEqualTo(3);
        assertThat(new Housekeeping(List.of(3, 2, 1, 0)).choose(Set.of(0, 3), 0))
                .isEqualTo(2);
        assertThat(new Housekeeping(List.of(0, 1, 2, 3)).choose(Set.of(1, 2, 3), 3))
                .isZero();
    }

    @Test
    void whereEveryCoreIsMeasuredItSharesTheReceivers() throws Exception {
        assertThat(new Housekeeping(List.of(0, 1)).choose(Set.of(0, 1), 0)).isZero();
        assertThat(new Housekeeping(List.of(0, 1)).choose(Set.of(0, 1), 1)).isEqualTo(1);
    }

    @Test
    void aCoreThatIsNotAllowedIsNotChosen() throws Exception {
        assertThat(new Housekeeping(List.of(0, 2)).choose(Set.of(0), 0)).isEqualTo(2);
        assertThat(new Housekeeping(List.of(0, 1)).choose(Set.of(1), 1)).isZero();
    }

    /** A list that ends where a brief thread had ended does not reach the lasting ones that are younger. */
    @Test
    void threadsThatEndWhileTheOthersAreMovedDoNoHarm() throws Exception {
        List<Integer> cores = Affinity.getAffinity().stream().limit(2).boxed().toList();
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        threads.add(new Thread(() -> {
            while (!enough.get()) {
                Thread brief = new Thread(() -> LockSupport.parkNanos(1_000_000));
                brief.start();
                LockSupport.parkNanos(500_000);
            }
        }));
        for (int i = 0; i < LASTING_THREADS; i++) {
            threads.add(new Thread(
                    () -> {
                        while (!enough.get()) {
                            LockSupport.parkNanos(100_000_000);
                        }
                    },
                    LASTING));
        }
        threads.forEach(Thread::start);
        try (Housekeeping housekeeping = new Housekeeping(cores)) {
            while (allowedOfLasting().size() < LASTING_THREADS) {
                LockSupport.parkNanos(1_000_000); // a thread names itself once it runs
            }
            for (int move = 0; move < 12; move++) {
                int core = cores.get(move % cores.size());
                housekeeping.moveTo(core);
                assertThat(Affinity.getAffinity().stream()).containsExactly(core);
                assertThat(allowedOfLasting()).hasSize(LASTING_THREADS).containsOnly(Integer.toString(core));
            }
        } finally {
            enough.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static List<String> allowedOfLasting() throws IOException {
        List<String> allowed = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (read(task.resolve("comm")).strip().equals(LASTING)) {
                    allowed.add(read(task.resolve("status")).replaceAll("(?s).*Cpus_allowed_list:\\s*(\\S+).*", "$1"));
                }
            }
        }
        return allowed;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return ""; // a brief one
        }
    }
}
