package dev.pinbench.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class AwakeCpuTest {

    @Test
    void spinsUntilItIsClosed() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Thread thread;
        try (AwakeCpu awake = AwakeCpu.keep(Runtime.getRuntime().availableProcessors() - 1)) {
            thread = awake.thread();
            long least = 20_000_000;
            while (threads.getThreadCpuTime(thread.getId()) < least) {
                assertThat(thread.isAlive()).isTrue();
                LockSupport.parkNanos(1_000_000);
            }
        }
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aCpuThatIsNotThereIsLeftAlone() throws InterruptedException {
        try (AwakeCpu awake = AwakeCpu.keep(8_000)) {
            awake.thread().join(10_000);
            assertThat(awake.thread().isAlive()).isFalse();
        }
    }
}
