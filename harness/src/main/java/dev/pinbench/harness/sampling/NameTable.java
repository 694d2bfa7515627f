package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names as they stand in kernel files, numbered in the order in which they were first seen. Looking a known name up
 * allocates nothing, and costs one comparison while names come in the same order as before.
 */
final class NameTable {

    private final List<byte[]> names = new ArrayList<>();
    private int guess;

    int size() {
        return names.size();
    }

    /** The number of the name in {@code bytes[from, to)}; a new one is added. */
    int idOf(byte[] bytes, int from, int to) {
        int id = find(bytes, from, to);
        if (id < 0) {
            id = names.size();
            names.add(Arrays.copyOfRange(bytes, from, to));
        }
        guess = id + 1;
        return id;
    }

    private int find(byte[] bytes, int from, int to) {
        if (guess < names.size() && is(guess, bytes, from, to)) {
            return guess;
        }
        for (int id = 0; id < names.size(); id++) {
            if (is(id, bytes, from, to)) {
                return id;
            }
        }
        return -1;
    }

    boolean is(int id, byte[] bytes, int from, int to) {
        byte[] name = names.get(id);
        return Arrays.equals(name, 0, name.length, bytes, from, to);
    }

    /** The name as text; bytes that are no UTF-8 become U+FFFD. */
    String name(int id) {
        return new String(names.get(id), StandardCharsets.UTF_8);
    }

    /** All names, by number. */
    List<String> all() {
        List<String> all = new ArrayList<>(names.size());
        for (int id = 0; id < names.size(); id++) {
            all.add(name(id));
        }
        return all;
    }
}
