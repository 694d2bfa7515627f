package dev.pinbench.harness.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.links.LinkException;
import org.junit.jupiter.api.Test;

/** What iproute2 5.10 to 6.15 print, in short. */
class AddressesTest {

    @Test
    void interfacesWithoutAnAddressAreEmptyEntries() throws Exception {
        String json = """
                [{},{"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","scope":"host"}]},
                 {"ifname":"eth0","addr_info":[{"family":"inet","local":"172.17.0.2","scope":"global"},
                  {"family":"inet","local":"169.254.7.7","scope":"link"}]}]""";

        assertThat(Addresses.addresses(json))
                .containsExactly(
                        new Addresses.Address("lo", "127.0.0.1", false),
                        new Addresses.Address("eth0", "172.17.0.2", true),
                        new Addresses.Address("eth0", "169.254.7.7", false));
    }

    @Test
    void theFirstDefaultRouteCounts() throws Exception {
        assertThat(Addresses.defaultInterface("")).isEmpty();
        assertThat(Addresses.defaultInterface("[]")).isEmpty();
        assertThat(Addresses.defaultInterface("""
                [{"dst":"default","gateway":"10.0.0.1","dev":"eth1"},{"dst":"default","dev":"eth0","metric":100}]""")).contains("eth1");
        assertThat(Addresses.defaultInterface("""
                [{"dst":"default","nexthops":[{"gateway":"10.0.0.1","dev":"a"},{"gateway":"10.1.0.1","dev":"b"}]}]""")).contains("a");
    }

    @Test
    void aRouteIsAwayOrLocal() throws Exception {
        assertThat(Addresses.route("""
                [{"dst":"172.17.0.2","dev":"docker0","prefsrc":"172.17.0.1","flags":[],"uid":0,"cache":[]}]""")).isEqualTo(new Addresses.Route("docker0", "172.17.0.1", false));
        assertThat(Addresses.route("""
                [{"type":"local","dst":"127.0.0.1","dev":"lo","prefsrc":"127.0.0.1","flags":[],"cache":["local"]}]""")).isEqualTo(new Addresses.Route("lo", "127.0.0.1", true));
        assertThatThrownBy(() -> Addresses.route("[{\"dst\":\"1.2.3.4\"}]"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("expected dev and prefsrc");
    }
}
