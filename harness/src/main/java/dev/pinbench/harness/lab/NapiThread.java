package dev.pinbench.harness.lab;

/**
 * A thread of the kernel that polls an interface.
 *
 * @param pid its number, as the host sees it
 * @param name the kernel's name of it, such as {@code napi/eth0-261}
 */
public record NapiThread(long pid, String name) {}
