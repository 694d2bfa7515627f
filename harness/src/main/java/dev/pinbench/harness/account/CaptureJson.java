package dev.pinbench.harness.account;

import dev.pinbench.harness.capture.ChecksumCount;
import dev.pinbench.harness.capture.DirectionCount;
import dev.pinbench.harness.capture.HopCapture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Captured packets as what becomes a JSON object. */
final class CaptureJson {
    private CaptureJson() {}

    static Map<String, Object> of(Captured captured) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("explained", captured.isExplained());
        map.put("lost", captured.lost());
        map.put("hops", captured.hops().stream().map(CaptureJson::hop).toList());
        map.put(
                "refusals",
                captured.refusals().stream().map(CaptureJson::refusal).toList());
        return map;
    }

    private static Map<String, Object> hop(CapturedHop hop) {
        HopCapture capture = hop.capture();
        Path file = capture.file();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("namespace", capture.namespace());
        map.put("interface", capture.interfaceName());
        map.put("towardsServer", direction(capture.towardsServer()));
        map.put("towardsClient", direction(capture.towardsClient()));
        map.put("other", direction(capture.other()));
        map.put("lost", capture.lost());
        map.put("file", file == null ? null : file.toString());
        map.put(
                "differences",
                hop.differences().stream().map(CaptureJson::difference).toList());
        return map;
    }

    private static Map<String, Object> direction(DirectionCount count) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("packets", count.packets());
        map.put("bytes", count.bytes());
        map.put("superPackets", count.superPackets());
        map.put("handshakeSegments", count.handshakeSegments());
        map.put("again", count.again());
        map.put("checksums", checksums(count.checksums()));
        return map;
    }

    private static Map<String, Object> checksums(ChecksumCount count) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("good", count.good());
        map.put("unfinished", count.unfinished());
        map.put("wrong", count.wrong());
        map.put("unchecked", count.unchecked());
        map.put("wrongIp", count.wrongIp());
        map.put("wrongTcp", count.wrongTcp());
        map.put("wrongUdp", count.wrongUdp());
        return map;
    }

    private static Map<String, Object> difference(CaptureDifference difference) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("direction", difference.direction().key());
        map.put("countedPackets", difference.countedPackets());
        map.put("capturedPackets", difference.capturedPackets());
        map.put("countedBytes", difference.countedBytes());
        map.put("capturedBytes", difference.capturedBytes());
        map.put("reason", difference.reason());
        return map;
    }

    private static Map<String, Object> refusal(ChecksumRefusal refusal) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("namespace", refusal.namespace());
        map.put("what", refusal.what());
        map.put("packets", refusal.packets());
        return map;
    }
}
