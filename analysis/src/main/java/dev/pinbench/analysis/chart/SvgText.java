package dev.pinbench.analysis.chart;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Rewrites the SVG of VectorGraphics2D: only shapes and clips survive (no scripts, images or references to elsewhere),
 * numbers have two decimals, ids are counted from 1 under the figure's own name, so that the same figure always has the
 * same bytes, several figures can share a page, and the file is a fraction of its size. Adds what a screen reader says.
 */
final class SvgText {

    private static final Set<String> ELEMENTS =
            Set.of("svg", "g", "defs", "clipPath", "rect", "line", "ellipse", "path");
    private static final List<String> ATTRIBUTES = List.of(
            "x", "y", "width", "height", "rx", "ry", "cx", "cy", "x1", "y1", "x2", "y2", "d", "transform", "viewBox");
    private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE[^>]*>");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?");
    private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
    private static final Pattern CLIP = Pattern.compile("url\\(#([^)]*)\\)");

    private final String figureId;
    private final Map<String, String> ids = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    private SvgText(String figureId) {
        this.figureId = figureId;
    }

    /**
     * The SVG of a figure as text, beginning with its {@code <svg>} element.
     *
     * @throws IOException if {@code raw} is not the SVG that was expected
     */
    static String of(Figure figure, String raw) throws IOException {
        SvgText text = new SvgText(figure.id());
        Element root = parse(DOCTYPE.matcher(raw).replaceFirst(""));
        text.out
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"")
                .append(figure.id())
                .append("-title ")
                .append(figure.id())
                .append("-desc\" viewBox=\"0 0 ")
                .append(figure.width())
                .append(' ')
                .append(figure.height())
                .append("\" width=\"")
                .append(figure.width())
                .append("\" height=\"")
                .append(figure.height())
                .append("\">\n");
        text.label("title", figure.title());
        text.label("desc", figure.alt());
        text.children(root);
        return text.out.append("</svg>\n").toString();
    }

    private static Element parse(String xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("VectorGraphics2D wrote SVG that is not XML: " + e.getMessage(), e);
        }
    }

    private void label(String element, String text) {
        out.append('<')
                .append(element)
                .append(" id=\"")
                .append(figureId)
                .append('-')
                .append(element)
                .append("\">")
                .append(escape(text))
                .append("</")
                .append(element)
                .append(">\n");
    }

    private void children(Element parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && ELEMENTS.contains(element.getTagName())) {
                element(element);
            }
        }
    }

    private void element(Element element) {
        String name = element.getTagName();
        if (name.equals("g") && !element.hasChildNodes()) {
            return;
        }
        out.append('<').append(name);
        if (name.equals("clipPath")) {
            out.append(" id=\"").append(newId(element.getAttribute("id"))).append('"');
        }
        NamedNodeMap given = element.getAttributes();
        for (String attribute : ATTRIBUTES) {
            Node value = given.getNamedItem(attribute);
            if (value != null) {
                attribute(attribute, rounded(value.getNodeValue()));
            }
        }
        Matcher clip = CLIP.matcher(element.getAttribute("clip-path"));
        if (clip.matches()) {
            attribute("clip-path", "url(#" + newId(clip.group(1)) + ")");
        }
        style(element.getAttribute("style"));
        if (element.hasChildNodes()) {
            out.append(">\n");
            children(element);
            out.append("</").append(name).append(">\n");
        } else {
            out.append("/>\n");
        }
    }

    private void style(String style) {
        for (String part : style.split(";", -1)) {
            int colon = part.indexOf(':');
            if (colon > 0) {
                String property = part.substring(0, colon);
                String value = part.substring(colon + 1);
                if (!(property.equals("stroke") && value.equals("none"))) {
                    attribute(property, property.equals("fill") || property.equals("stroke") ? hex(value) : value);
                }
            }
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    }

    private String newId(String old) {
        return ids.computeIfAbsent(old, o -> figureId + "-c" + (ids.size() + 1));
    }

    private static String hex(String color) {
        Matcher rgb = RGB.matcher(color);
        if (!rgb.matches()) {
            return color;
        }
        StringBuilder hex = new StringBuilder("#");
        for (int i = 1; i <= 3; i++) {
            int value = Integer.parseInt(rgb.group(i));
            hex.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
        }
        return hex.toString();
    }

    private static String rounded(String value) {
        return NUMBER.matcher(value).replaceAll(m -> round(m.group()));
    }

    private static String round(String number) {
        String text = new BigDecimal(number)
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
        return text.equals("-0") ? "0" : text;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
