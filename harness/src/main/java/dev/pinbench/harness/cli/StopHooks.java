package dev.pinbench.harness.cli;

/** Takes back what was to happen at Ctrl-C. */
final class StopHooks {

    private StopHooks() {}

    static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is at work: that is what brought us here.
            return;
        }
    }
}
