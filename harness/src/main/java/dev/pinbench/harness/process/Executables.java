package dev.pinbench.harness.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds programs. Looks where {@code PATH} says and then in the system directories, because an ordinary user's
 * {@code PATH} on Debian lacks {@code /usr/sbin}, where {@code ethtool} lives.
 */
public final class Executables {

    private static final List<String> SYSTEM_DIRECTORIES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Executables() {}

    /** The program's file; empty if there is none that this process may execute. */
    public static Optional<Path> find(String program) {
        if (program.indexOf('/') >= 0) {
            return Optional.of(Path.of(program)).filter(Executables::isProgram);
        }
        return directories().stream()
                .map(directory -> Path.of(directory, program))
                .filter(Executables::isProgram)
                .findFirst();
    }

    /** The {@code PATH} that started programs get, so that they find their own helpers likewise. */
    static String searchPath() {
        return String.join(File.pathSeparator, directories());
    }

    static Path require(String program) throws MissingToolException {
        return find(program)
                .orElseThrow(() -> new MissingToolException(
                        program,
                        Printable.escape(program)
                                + ": program not found in "
                                + Printable.escape(searchPath())
                                + "; install it or add its directory to PATH"));
    }

    private static List<String> directories() {
        List<String> directories = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            for (String directory : path.split(File.pathSeparator, -1)) {
                // An empty or relative entry means the working directory, where anybody may have put an "ip".
                if (directory.startsWith("/")) {
                    directories.add(directory);
                }
            }
        }
        for (String directory : SYSTEM_DIRECTORIES) {
            if (!directories.contains(directory)) {
                directories.add(directory);
            }
        }
        return directories;
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
