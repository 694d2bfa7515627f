package dev.pinbench.harness.run;

import java.util.List;

/**
 * A connection in which sampling took turns.
 *
 * @param connection from 1
 * @param blocks of three turns each, in order; of each turn what arrived at the receiver's interface, headers included; none
 *     if the connection did not last
 */
public record ObserverConnection(int connection, List<ObserverBlock> blocks) {

    public ObserverConnection {
        blocks = List.copyOf(blocks);
    }
}
