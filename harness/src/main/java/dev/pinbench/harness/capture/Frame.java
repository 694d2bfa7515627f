package dev.pinbench.harness.capture;

/** One frame of a capture file. Its bytes are the reader's: they stand only until the next frame is read. */
final class Frame {
    private final LinkType link;
    private final byte[] data;
    private final int offset;
    private final int capturedBytes;
    private final int originalBytes;

    /**
     * @param data holds {@code capturedBytes} from {@code offset}
     * @param originalBytes length on the interface
     */
    Frame(LinkType link, byte[] data, int offset, int capturedBytes, int originalBytes) {
        this.link = link;
        this.data = data;
        this.offset = offset;
        this.capturedBytes = capturedBytes;
        this.originalBytes = originalBytes;
    }

    LinkType link() {
        return link;
    }

    byte[] data() {
        return data;
    }

    int offset() {
        return offset;
    }

    /** Position behind the last byte that was captured. */
    int end() {
        return offset + capturedBytes;
    }

    int originalBytes() {
        return originalBytes;
    }
}
