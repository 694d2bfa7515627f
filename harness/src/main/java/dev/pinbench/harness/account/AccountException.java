package dev.pinbench.harness.account;

import dev.pinbench.harness.links.LinkException;
import java.io.IOException;

/** No balance could be drawn: the message says what was read where, and what was expected. */
public final class AccountException extends IOException {
    private static final long serialVersionUID = 1L;

    AccountException(String message) {
        super(message);
    }

    AccountException(LinkException cause) {
        super(cause.getMessage(), cause);
    }

    AccountException(String message, Throwable cause) {
        super(message, cause);
    }
}
