package dev.pinbench.harness.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which interrupts are a device's. */
public final class DeviceInterrupts {

    private DeviceInterrupts() {}

    /** Numbers of the interrupts that the bus lists for a device (Documentation/ABI/testing/sysfs-bus-pci). */
    public static Set<Integer> ofDevice(Path device) {
        Set<Integer> numbers = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(device.resolve("msi_irqs"))) {
            for (Path entry : entries) {
                number(String.valueOf(entry.getFileName()), numbers);
            }
        } catch (IOException | DirectoryIteratorException noMessageInterrupts) {
            try {
                number(Files.readString(device.resolve("irq")).strip(), numbers);
            } catch (IOException noInterrupt) {
                return numbers;
            }
        }
        return numbers;
    }

    private static void number(String digits, Set<Integer> numbers) {
        if (digits.matches("[1-9][0-9]{0,8}")) {
            numbers.add(Integer.valueOf(digits));
        }
    }

    /** Drivers put the interface's name between other words, as in {@code i40e-eth0-TxRx-3} or {@code eth0-rx-0}. */
    public static boolean isNamedAfter(String interfaceName, String irqName) {
        return Pattern.compile("(?:^|[-@:, ])" + Pattern.quote(interfaceName) + "(?:$|[-@:, ])")
                .matcher(irqName)
                .find();
    }
}
