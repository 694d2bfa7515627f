package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @Test
    void oneWriterAtATimeThenTheNext(@TempDir Path folder) throws Exception {
        RunDirectory run = RunDirectory.create(folder.resolve("run"), FixedRun.manifest());
        try (RunLock first = RunLock.take(run)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("another pinbench is measuring into " + run.path());
        }
        assertThat(run.path().resolve(".lock")).doesNotExist();
        Files.createFile(run.path().resolve(".lock"));
        try (RunLock afterACrash = RunLock.take(run)) {
            assertThat(afterACrash).isNotNull();
        }
    }
}
