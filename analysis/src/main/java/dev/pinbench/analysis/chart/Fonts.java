package dev.pinbench.analysis.chart;

import java.io.IOException;

/** What Java needs to draw and to measure text, and what it throws where that is missing. */
final class Fonts {

    /** Draws something. */
    @FunctionalInterface
    interface Drawing<T> {
        T draw() throws IOException;
    }

    private Fonts() {}

    /**
     * Draws.
     *
     * @throws IOException if fontconfig, freetype or every font is missing, or of the drawing itself
     */
    static <T> T required(Drawing<T> drawing) throws IOException {
        try {
            return drawing.draw();
        } catch (InternalError | LinkageError e) {
            throw new IOException(
                    "cannot draw: Java finds no font (" + e.getMessage()
                            + "); install fontconfig and fonts-dejavu-core, then try again",
                    e);
        }
    }
}
