package dev.pinbench.harness.account;

import dev.pinbench.harness.process.Printable;
import java.util.List;
import java.util.Locale;

/** An account as text of at most 80 columns, the same in every locale. */
public final class AccountText {
    private static final int AMOUNT_WIDTH = 18;

    private AccountText() {}

    /** What came of it as lines, each ended by a newline. */
    public static String render(AccountOutcome outcome) {
        return outcome instanceof Account account ? render(account) : render((NoBalance) outcome);
    }

    private static String render(NoBalance outcome) {
        StringBuilder out = new StringBuilder();
        TextColumns.wrapped(out, "", outcome.title());
        out.append("\nNO BALANCE\n");
        TextColumns.wrapped(out, "  ", outcome.reason());
        losses(out, outcome.losses());
        CaptureText.append(out, outcome.captured());
        return out.toString();
    }

    private static String render(Account account) {
        StringBuilder out = new StringBuilder();
        TextColumns.wrapped(out, "", account.title());
        Payload payload = account.payload();
        TextColumns.wrapped(
                out,
                "  ",
                String.format(
                        Locale.ROOT,
                        "payload: %,d bytes asked, %,d written by iperf3, %,d carried by TCP (its control connection"
                                + " included; %,d sent again), %,d read by the server's iperf3",
                        payload.asked(),
                        payload.written(),
                        payload.carried(),
                        payload.again(),
                        payload.read()));
        hops(out, account.hops());
        out.append("\nBALANCE: each counter, what explains the difference, the counter it must equal\n");
        account.identities().forEach(identity -> identity(out, identity));
        nodes(out, account.nodes());
        losses(out, account.losses());
        Captured captured = account.captured();
        if (captured != null) {
            CaptureText.append(out, captured);
        }
        long unexplained = account.identities().stream()
                .filter(identity -> identity.remainder() != 0)
                .count();
        out.append(
                unexplained == 0
                        ? "\nEvery byte is explained.\n"
                        : String.format(
                                Locale.ROOT,
                                "\n%d of %d counters differ from what explains them: see REMAINDER.\n",
                                unexplained,
                                account.identities().size()));
        return out.toString();
    }

    private static void losses(StringBuilder out, List<String> losses) {
        if (!losses.isEmpty()) {
            out.append("\nLOSSES: counters that moved\n");
            losses.forEach(loss -> TextColumns.wrapped(out, "  ", loss));
        }
    }

    private static void hops(StringBuilder out, List<HopCount> hops) {
        out.append("\nHOPS, as each interface counts (rx or tx is the one towards the server)\n");
        out.append(String.format(
                Locale.ROOT, "  %-28s %13s %9s %13s %9s\n", "", "to server", "packets", "to client", "packets"));
        for (HopCount hop : hops) {
            Crossing crossing = hop.crossing();
            String label = Printable.escape(crossing.label()) + (crossing.sends() ? " tx" : " rx");
            if (label.length() > 28) {
                out.append("  ").append(label).append('\n');
                label = "";
            }
            out.append(String.format(
                    Locale.ROOT,
                    "  %-28s %,13d %,9d %,13d %,9d\n",
                    label,
                    hop.towardsServer().bytes(),
                    hop.towardsServer().packets(),
                    hop.towardsClient().bytes(),
                    hop.towardsClient().packets()));
        }
    }

    private static void identity(StringBuilder out, Identity identity) {
        amount(out, "  ", identity.name(), identity.left());
        for (Term term : identity.terms()) {
            amount(
                    out,
                    "    ",
                    term.reason()
                            + (term.each() == 0
                                    ? String.format(Locale.ROOT, ": %,d", term.count())
                                    : String.format(Locale.ROOT, ": %,d x %d", term.count(), term.each())),
                    term.amount());
        }
        amount(out, "    ", "= " + identity.unit(), identity.right());
        if (identity.remainder() != 0) {
            amount(out, "    ", "REMAINDER", identity.remainder());
        }
    }

    private static void nodes(StringBuilder out, List<NodeView> nodes) {
        out.append("\nVIEWS, received and sent together\n");
        out.append(String.format(
                Locale.ROOT,
                "  %-20s %16s %16s %16s %6s\n",
                "",
                "all interfaces",
                "wire only",
                "the pod's own",
                "ratio"));
        for (NodeView node : nodes) {
            Long pod = node.podBytes();
            Double ratio = node.ratio();
            out.append(String.format(
                    Locale.ROOT,
                    "  %-20s %,16d %,16d %16s %6s\n",
                    Printable.escape(node.node()),
                    node.allInterfacesBytes(),
                    node.wireBytes(),
                    pod == null ? "no pod" : String.format(Locale.ROOT, "%,d", pod),
                    ratio == null ? "none" : String.format(Locale.ROOT, "%.3f", ratio)));
        }
    }

    /** A text and, flush right in its last line or in one of its own, a number. */
    private static void amount(StringBuilder out, String indent, String text, long amount) {
        List<String> lines = TextColumns.wrap(Printable.escape(text), TextColumns.WIDTH - indent.length());
        String number = String.format(Locale.ROOT, "%,d", amount);
        String last = lines.get(lines.size() - 1);
        for (String line : lines.subList(0, lines.size() - 1)) {
            out.append(indent).append(line).append('\n');
        }
        int room = TextColumns.WIDTH - indent.length() - Math.max(AMOUNT_WIDTH, number.length() + 1);
        if (last.length() > room) {
            out.append(indent).append(last).append('\n');
            last = "";
        }
        out.append(indent)
                .append(last)
                .append(" ".repeat(TextColumns.WIDTH - indent.length() - last.length() - number.length()))
                .append(number)
                .append('\n');
    }
}
