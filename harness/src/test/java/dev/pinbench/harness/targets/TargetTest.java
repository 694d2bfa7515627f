package dev.pinbench.harness.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.process.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final Target.Container WEB = new Target.Container(Engine.DOCKER, "w\u001bb");

    @Test
    void everyFormIsRead() {
        assertThat(Target.parse("42")).contains(new Target.Pid(42));
        assertThat(Target.parse("pid:42")).contains(new Target.Pid(42));
        assertThat(Target.parse("netns:a b")).contains(new Target.Netns("a b"));
        assertThat(Target.parse("docker:--help")).contains(new Target.Container(Engine.DOCKER, "--help"));
        assertThat(Target.parse("podman:a:b")).contains(new Target.Container(Engine.PODMAN, "a:b"));
        assertThat(Target.parse("crictl:3f")).contains(new Target.Container(Engine.CRICTL, "3f"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pid:", "pid:0", "pid:-1", "1e3", "netns:", "netns:../x", "netns:.", "lxc:a", "web"})
    void anythingElseIsNone(String text) {
        assertThat(Target.parse(text)).isEmpty();
    }

    @Test
    void aNameIsNeverAnOption() {
        assertThat(Engine.DOCKER.command("--help"))
                .containsExactly("docker", "inspect", "--type=container", "--format={{.State.Pid}}", "--", "--help");
    }

    @Test
    void anEngineSaysWhatIsWrong() throws Exception {
        assertThat(Containers.pid(WEB, new CommandResult(0, "812\n", ""))).isEqualTo(812);
        assertThatThrownBy(() -> Containers.pid(WEB, new CommandResult(0, "0\n", "")))
                .isInstanceOf(TargetException.class)
                .hasMessage("docker:w\\u001bb: does not run, so it has no network; start it first");
        assertThatThrownBy(() -> Containers.pid(WEB, new CommandResult(1, "", "Error: No such container: web\n")))
                .isInstanceOf(TargetException.class)
                .hasMessage("docker:w\\u001bb: there is no such container");
        assertThatThrownBy(() -> Containers.pid(
                        WEB, new CommandResult(1, "\n", "dial unix /var/run/docker.sock: connect: no such file\n")))
                .isInstanceOf(NamespaceException.class)
                .hasMessageContaining("docker says: dial unix");
        assertThatThrownBy(() -> Containers.pid(WEB, new CommandResult(0, "<no value>", "")))
                .isInstanceOf(NamespaceException.class)
                .hasMessageEndingWith("expected a process id of docker, but found <no value>");
    }
}
