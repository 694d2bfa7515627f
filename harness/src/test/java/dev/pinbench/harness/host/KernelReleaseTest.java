package dev.pinbench.harness.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelReleaseTest {

    @Test
    void theFirstTwoNumbersCount() {
        assertThat(KernelRelease.parse("6.18.44-cloud-amd64")).contains(new KernelRelease(6, 18));
        assertThat(KernelRelease.parse("5.14.0-503.el9.x86_64")).contains(new KernelRelease(5, 14));
        assertThat(KernelRelease.parse("7.0-rc1")).contains(new KernelRelease(7, 0));
        assertThat(KernelRelease.parse("custom")).isEmpty();
    }

    @Test
    void versionsAreOrderedByNumberAndNotByText() {
        assertThat(new KernelRelease(6, 18).isAtLeast(6, 5)).isTrue();
        assertThat(new KernelRelease(6, 4).isAtLeast(6, 5)).isFalse();
        assertThat(new KernelRelease(5, 19).isAtLeast(6, 1)).isFalse();
        assertThat(new KernelRelease(7, 0).isAtLeast(6, 5)).isTrue();
    }
}
