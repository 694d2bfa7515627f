/** What a packet crosses from inside a pod, container or namespace to the wire: read, never changed. */
@NullMarked
package dev.pinbench.harness.inspect;

import org.jspecify.annotations.NullMarked;
