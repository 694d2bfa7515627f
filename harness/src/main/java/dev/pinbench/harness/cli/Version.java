package dev.pinbench.harness.cli;

import picocli.CommandLine.IVersionProvider;

/** The program's own version, from the manifest of its jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"pinbench " + text()};
    }

    /** Version number; {@code development} when run from class files. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
