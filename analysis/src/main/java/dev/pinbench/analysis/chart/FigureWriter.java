package dev.pinbench.analysis.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/** Writes figures into one folder; a file appears whole or not at all. */
final class FigureWriter {

    static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private static final int PNG_SCALE = 2;

    private final Path folder;

    FigureWriter(Path folder) {
        this.folder = folder;
    }

    ChartFile write(Figure figure) throws IOException {
        return write(figure, SvgText.of(figure, vector(figure)));
    }

    /** Writes a figure whose SVG is made by itself, beginning with its {@code <svg>} element. */
    ChartFile write(Figure figure, String vector) throws IOException {
        Path svg = folder.resolve(figure.id() + ".svg");
        Path png = folder.resolve(figure.id() + ".png");
        String xml = XML + vector;
        put(svg, xml.getBytes(StandardCharsets.UTF_8));
        put(png, raster(figure));
        return new ChartFile(figure.id(), figure.title(), figure.caption(), figure.alt(), svg, png);
    }

    private static String vector(Figure figure) throws IOException {
        VectorGraphics2D g = new VectorGraphics2D();
        paint(figure, g);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SVGProcessor()
                .getDocument(g.getCommands(), new PageSize(0, 0, figure.width(), figure.height()))
                .writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] raster(Figure figure) throws IOException {
        BufferedImage image =
                new BufferedImage(figure.width() * PNG_SCALE, figure.height() * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(PNG_SCALE, PNG_SCALE);
        paint(figure, g);
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java has no PNG encoder (module java.desktop is incomplete)");
        }
        return out.toByteArray();
    }

    private static void paint(Figure figure, Graphics2D g) {
        Ink ink = new Ink(g);
        ink.bar(0, 0, figure.width(), figure.height(), Color.WHITE);
        figure.painter().accept(g);
        ink.text(
                Ink.fit(figure.title(), Ink.TITLE, figure.width() - 28),
                14,
                26,
                Ink.TITLE,
                Palette.INK,
                Ink.Align.LEFT);
    }

    private void put(Path file, byte[] content) throws IOException {
        Path temporary = folder.resolve("." + file.getFileName() + ".tmp");
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
