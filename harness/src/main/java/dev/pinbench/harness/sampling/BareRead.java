package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One thing that a frame reads from the kernel, to be read without being looked at: what there is to beat. */
interface BareRead {

    /** What it is, for people. */
    String name();

    /** Reads all of it in the same calls as a frame does; returns how many bytes that was. */
    int readBare(ByteBuffer window) throws IOException;
}
