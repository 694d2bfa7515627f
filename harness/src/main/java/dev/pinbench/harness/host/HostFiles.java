package dev.pinbench.harness.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that tell what a machine is, below one root: {@code /} for this machine, another folder for a captured
 * tree of another one.
 *
 * @param root the folder in which proc, sys, etc and boot lie
 */
public record HostFiles(Path root) {

    /** The files of this machine. */
    public static HostFiles live() {
        return new HostFiles(Path.of("/"));
    }

    /** A path below the root, for example {@code proc/stat}. */
    public Path path(String relative) {
        return root.resolve(relative);
    }

    /**
     * A file's text without the white space around it; empty if there is no such file or it may not be read. The
     * kernel leaves out, or hides, what it does not support, so absence is an answer here and not an error.
     */
    public Optional<String> text(String relative) {
        try {
            return Optional.of(ProcText.read(path(relative)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The numbers that name entries of a folder behind a prefix, ascending: {@code cpu0}, {@code cpu1} …, or pids. */
    List<Integer> numbered(String folder, String prefix) {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder), prefix + "[0-9]*")) {
            for (Path entry : entries) {
                String digits = entry.getFileName().toString().substring(prefix.length());
                if (digits.length() < 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    numbers.add(Integer.parseInt(digits));
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // The folder of a task goes with the task.
            return List.of();
        }
        numbers.sort(null);
        return numbers;
    }
}
