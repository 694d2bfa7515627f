package dev.pinbench.harness.lab.datapath;

/**
 * Something that a datapath needs and the machine does not have.
 *
 * @param what what is missing, and how that was seen: {@code nft is not installed}
 * @param mend the command that mends it
 */
public record Lack(String what, String mend) {

    /** Both in one line. */
    public String text() {
        return what + "; mend with: " + mend;
    }
}
